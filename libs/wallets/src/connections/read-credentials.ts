import { ValidationFailed } from '@turnpike/problems';
import { InvalidCredentials } from '../invalid-credentials.js';
import type { WalletKindDefinition } from '../wallet-kind.js';

/** What a caller calls a member of the credentials in his request, such as `credentials.apiKey`. */
export type MemberNaming = (member: string) => string;

/** The names in a request that has the credentials as one of its members. */
export const withinCredentials: MemberNaming = (member) =>
  member === 'credentials' ? member : `credentials.${member}`;

/** Credentials as they are to be kept. Throws `ValidationFailed` for what cannot be of the kind, and quotes nothing of it. */
export function readCredentials(
  definition: WalletKindDefinition,
  credentials: unknown,
  nameOf: MemberNaming,
): object {
  try {
    return definition.parse(credentials);
  } catch (error) {
    if (!(error instanceof InvalidCredentials)) throw error;
    const faults: Record<string, string[]> = {};
    for (const [member, text] of Object.entries(error.members)) {
      const name = nameOf(member);
      // A whole sentence is one that published clients know word by word.
      faults[name] = [text.endsWith('.') ? text : `${name.replace(/^.*\./, '')} ${text}`];
    }
    throw new ValidationFailed(faults);
  }
}
