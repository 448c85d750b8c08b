import { randomUUID } from 'node:crypto';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { emulatedWallet } from '../testing/emulated-wallet.js';
import {
  OpenNodeEmulator,
  type OpenNodePermission,
} from '../../../../test/support/emulators/opennode-emulator.js';
import { describeExcessPermissions } from '../testing/excess-permissions.conformance.js';
import { describeNotices, type NotifyingWallet } from '../testing/notices.conformance.js';
import { describeWallet } from '../testing/wallet.conformance.js';
import { openNodeKind } from './opennode.kind.js';

async function open(permission: OpenNodePermission = 'invoice'): Promise<NotifyingWallet> {
  const apiKey = randomUUID();
  const node = new BookNode();
  const emulator = new OpenNodeEmulator({ node, apiKey, permission });
  await emulator.start();
  const base = new URL(emulator.url);
  const under = emulatedWallet({
    kind: (surroundings) => openNodeKind(surroundings, base),
    emulator,
    node,
    credentials: { apiKey },
    secrets: [apiKey],
    // Any of OpenNode's nodes may sign, it names no hash, and a charge is there or not, never left out.
    cannot: ['wrong-payee', 'wrong-hash', 'partial'],
  });
  const collect: NotifyingWallet['collect'] = () => Promise.resolve(emulator.notices.sent.splice(0));
  return { under, faults: emulator.faults, collect };
}

describeWallet('OpenNode', async () => (await open()).under);
describeNotices('OpenNode', open);
describeExcessPermissions('OpenNode', async (permission) => (await open(permission)).under, [
  { title: 'only charges', rights: 'invoice', excess: [] },
  { title: 'reads everything', rights: 'read', excess: ['withdrawals'] },
  { title: 'withdraws', rights: 'withdrawals', excess: ['withdrawals'] },
] as const);
