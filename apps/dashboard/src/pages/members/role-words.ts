import type { Role } from '../../api/shapes/session.js';

/** What each role may do, the greatest first. */
export const roleChoices: readonly {
  readonly value: Role;
  readonly label: string;
  readonly means: string;
}[] = [
  {
    value: 'owner',
    label: 'Owner',
    means: 'Everything: also members, wallets and the plan.',
  },
  {
    value: 'developer',
    label: 'Developer',
    means: 'Keys, webhooks, settings and challenges. No members, wallets or plan.',
  },
  { value: 'read_only', label: 'Read only', means: 'Looks at everything, changes nothing.' },
];

/** A role in one or two words. */
export function roleName(role: Role): string {
  return roleChoices.find(({ value }) => value === role)?.label ?? role;
}
