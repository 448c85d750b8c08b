import { Operators } from '@turnpike/members';
import type { Command } from '../command.js';
import { shellAuthor } from '../shell-author.js';
import { withParts } from '../with-parts.js';

/** Lets somebody run the instance by signing in. */
export const operatorGrant: Command = {
  name: 'operator grant',
  summary:
    'Lets somebody with an account run the instance by signing in, as the operator’s key lets its holder.',
  operands: ['email'],
  options: {},
  async run(call) {
    const [email = ''] = call.operands;
    await withParts(call, ({ part }) => part(Operators).grant(email, shellAuthor()));
    return { json: { email, isOperator: true }, lines: [`${email} is an operator`] };
  },
};
