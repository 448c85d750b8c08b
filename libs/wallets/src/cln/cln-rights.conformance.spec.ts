import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { ClnEmulator } from '../../../../test/support/emulators/cln-emulator.js';
import { INVOICE_RESTRICTIONS } from '../../../../test/support/emulators/cln-runes.js';
import { emulatedWallet } from '../testing/emulated-wallet.js';
import { makeNodeIdentity } from '../../../../test/support/emulators/tls-identity.js';
import { describeExcessPermissions } from '../testing/excess-permissions.conformance.js';
import type { WalletUnderTest } from '../testing/wallet.conformance.js';
import { clnKind } from './cln.kind.js';

interface Rights {
  readonly restrictions?: string;
  /** What the node lets it call; null is everything. */
  readonly methods?: readonly string[] | null;
  readonly rune?: string;
}

async function open({ restrictions, methods, rune }: Rights): Promise<WalletUnderTest> {
  const identity = await makeNodeIdentity('cln');
  const node = new BookNode();
  const emulator = new ClnEmulator(node, identity);
  await emulator.start();
  const allowed = emulator.allow(restrictions, methods, rune);
  const credentials = { url: emulator.url, rune: allowed, tls: { mode: 'pem', value: identity.cert } };
  return emulatedWallet({ kind: clnKind, emulator, node, credentials, secrets: [allowed] });
}

/** 32 bytes and then what no restriction can be. */
const unreadable = Buffer.concat([Buffer.alloc(32, 1), Buffer.from('methodinvoice')]).toString('base64url');

describeExcessPermissions('Core Lightning', open, [
  { title: 'a rune for invoices has none to spare', rights: {}, excess: [] },
  {
    title: 'one without restrictions is good for everything',
    rights: { restrictions: '', methods: null },
    excess: ['all_methods'],
  },
  {
    title: 'one that may also pay has that',
    rights: {
      restrictions: 'method=pay|method=invoice|method=listinvoices|method=waitanyinvoice',
      methods: null,
    },
    excess: ['pay'],
  },
  {
    title: 'one that is cut down afterwards has none',
    rights: { restrictions: `method=pay|method=invoice|method^list|method^wait&${INVOICE_RESTRICTIONS}` },
    excess: [],
  },
  {
    title: 'one that cannot be read is tried out, and found good for no more',
    rights: { rune: unreadable },
    excess: [],
  },
  {
    title: 'one that cannot be read is tried out, and found good for more',
    rights: { rune: unreadable, methods: null },
    excess: ['listfunds'],
  },
]);
