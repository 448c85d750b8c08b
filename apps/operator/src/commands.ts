import type { Command } from './command.js';
import { doctor } from './commands/doctor.command.js';
import { exportCommand } from './commands/export.command.js';
import { importCommand } from './commands/import.command.js';
import { keyCreate } from './commands/key-create.command.js';
import { keyList } from './commands/key-list.command.js';
import { keyRevoke } from './commands/key-revoke.command.js';
import { keysRotate } from './commands/keys-rotate.command.js';
import { merchantCreate } from './commands/merchant-create.command.js';
import { merchantList } from './commands/merchant-list.command.js';
import { operatorGrant } from './commands/operator-grant.command.js';
import { operatorRevoke } from './commands/operator-revoke.command.js';
import { planRetry } from './commands/plan-retry.command.js';
import { prune } from './commands/prune.command.js';
import { reseal } from './commands/reseal.command.js';

/** Every command, in the order in which the help lists them. */
export const commands: readonly Command[] = [
  merchantCreate,
  merchantList,
  keyCreate,
  keyList,
  keyRevoke,
  keysRotate,
  operatorGrant,
  operatorRevoke,
  planRetry,
  doctor,
  reseal,
  prune,
  exportCommand,
  importCommand,
];
