import type { Command } from './command.js';
import { keyCreate } from './commands/key-create.command.js';
import { keyList } from './commands/key-list.command.js';
import { keyRevoke } from './commands/key-revoke.command.js';
import { merchantCreate } from './commands/merchant-create.command.js';
import { merchantList } from './commands/merchant-list.command.js';
import { prune } from './commands/prune.command.js';

/** Every command, in the order in which the help lists them. */
export const commands: readonly Command[] = [
  merchantCreate,
  merchantList,
  keyCreate,
  keyList,
  keyRevoke,
  prune,
];
