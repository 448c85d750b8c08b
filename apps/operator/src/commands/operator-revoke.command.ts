import { Operators } from '@turnpike/members';
import type { Command } from '../command.js';
import { shellAuthor } from '../shell-author.js';
import { withParts } from '../with-parts.js';

/** Takes that back. */
export const operatorRevoke: Command = {
  name: 'operator revoke',
  summary: 'Makes an operator none any more; what they are signed in as follows within two seconds.',
  operands: ['email'],
  options: {},
  async run(call) {
    const [email = ''] = call.operands;
    await withParts(call, ({ part }) => part(Operators).revoke(email, shellAuthor()));
    return { json: { email, isOperator: false }, lines: [`${email} is no operator`] };
  },
};
