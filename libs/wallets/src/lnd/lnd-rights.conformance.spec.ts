import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { emulatedWallet } from '../testing/emulated-wallet.js';
import { LndEmulator } from '../../../../test/support/emulators/lnd-emulator.js';
import {
  ADMIN_OPERATIONS,
  bakeMacaroon,
  INVOICE_OPERATIONS,
  type LndOperations,
} from '../../../../test/support/emulators/lnd-macaroons.js';
import { makeNodeIdentity } from '../../../../test/support/emulators/tls-identity.js';
import { describeExcessPermissions } from '../testing/excess-permissions.conformance.js';
import type { WalletUnderTest } from '../testing/wallet.conformance.js';
import { lndKind } from './lnd.kind.js';

interface Rights {
  readonly operations: LndOperations;
  /** What stands where the identifier should. */
  readonly identifier?: Buffer;
}

async function open({ operations, identifier }: Rights): Promise<WalletUnderTest> {
  const identity = await makeNodeIdentity();
  const node = new BookNode();
  const emulator = new LndEmulator(node, identity);
  await emulator.start();
  const macaroon = emulator.bake(operations, bakeMacaroon(operations, identifier));
  const credentials = { url: emulator.url, macaroon, tls: { mode: 'pem', value: identity.cert } };
  return emulatedWallet({ kind: lndKind, emulator, node, credentials, secrets: [macaroon] });
}

const uris = ['AddInvoice', 'LookupInvoice', 'SubscribeInvoices'].map((name) => `/lnrpc.Lightning/${name}`);
const unreadable = Buffer.from('an identifier of another bakery');

describeExcessPermissions('LND', open, [
  {
    title: 'a macaroon for invoices has none to spare',
    rights: { operations: INVOICE_OPERATIONS },
    excess: [],
  },
  {
    title: 'nor has one for the three calls that are made',
    rights: { operations: { uri: uris } },
    excess: [],
  },
  {
    title: 'the stock invoice macaroon has some',
    rights: { operations: { ...INVOICE_OPERATIONS, address: ['read', 'write'], onchain: ['read'] } },
    excess: ['address:read', 'address:write', 'onchain:read'],
  },
  {
    title: 'that of an admin has all that it has',
    rights: { operations: ADMIN_OPERATIONS },
    excess: Object.entries(ADMIN_OPERATIONS)
      .flatMap(([entity, actions]) => actions.map((action) => `${entity}:${action}`))
      .filter((word) => !word.startsWith('invoices:') && word !== 'info:read'),
  },
  {
    title: 'one that may make a call that spends has that',
    rights: { operations: { uri: [...uris, '/lnrpc.Lightning/SendPaymentSync'] } },
    excess: ['uri:/lnrpc.Lightning/SendPaymentSync'],
  },
  {
    title: 'one that cannot be read is tried out, and found good for no more',
    rights: { operations: INVOICE_OPERATIONS, identifier: unreadable },
    excess: [],
  },
  {
    title: 'one that cannot be read is tried out, and found good for more',
    rights: { operations: ADMIN_OPERATIONS, identifier: unreadable },
    excess: ['offchain:read'],
  },
]);
