import type { ApiKey } from '../../api/shapes/api-keys.js';
import type { Member } from '../../api/shapes/members.js';

/** Who made a key, in words: by name where they are a member, else by what their id tells. */
export function authorWords(createdBy: string | null, members: readonly Member[], keys: readonly ApiKey[]) {
  if (createdBy === null) return 'not known';
  const member = members.find(({ userId }) => userId === createdBy);
  if (member !== undefined) return member.name ?? member.email;
  const key = keys.find(({ id }) => id === createdBy);
  if (key !== undefined) return `the key ${key.label ?? key.prefix}`;
  if (createdBy.startsWith('key_')) return 'another key';
  if (createdBy.startsWith('usr_')) return 'somebody who is no member';
  return createdBy === 'turnpike' ? 'Turnpike' : 'the operator';
}
