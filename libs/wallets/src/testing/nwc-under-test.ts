import { GuardedWallet } from '../guarded-wallet.js';
import { nwcKind } from '../nwc/nwc.kind.js';
import type { ConnectionContext } from '../wallet-kind.js';
import type { NwcProvider } from '../nwc/nwc.provider.js';
import type { WalletFault, WalletUnderTest } from './wallet.conformance.js';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import type { EmulatedNode } from '../../../../test/support/emulators/emulated-node.js';
import { testContext, testSurroundings } from './emulated-wallet.js';
import { Faults } from '../../../../test/support/emulators/faults.js';
import { NwcBooks, type NwcHabits } from '../../../../test/support/nostr/nwc-books.js';
import { NwcIdentity } from '../../../../test/support/nostr/nwc-identity.js';
import { NwcWallet, type NwcManners } from '../../../../test/support/nostr/nwc-wallet.js';
import { TestRelay } from '../../../../test/support/nostr/test-relay.js';

/** A connection to a wallet over a relay, and both of these. */
export interface NwcUnderTest extends WalletUnderTest {
  readonly provider: NwcProvider;
  readonly relay: TestRelay;
  readonly service: NwcWallet;
  readonly node: EmulatedNode;
}

/** What is particular about a wallet under test. */
export interface NwcUnderTestOptions {
  readonly habits?: NwcHabits;
  readonly manners?: NwcManners;
  readonly node?: EmulatedNode;
  /** Relays besides the first that the connection names. */
  readonly otherRelays?: readonly string[];
  readonly context?: Partial<ConnectionContext>;
}

/** Starts a relay, a wallet of our own on it, and opens a connection. */
export async function openNwc(options: NwcUnderTestOptions = {}): Promise<NwcUnderTest> {
  const { node = new BookNode(), habits, manners, otherRelays = [], context } = options;
  const [relay, identity, faults] = [new TestRelay(), new NwcIdentity(), new Faults()];
  await relay.start();
  const service = new NwcWallet(new NwcBooks(node, faults, habits), identity, manners);
  service.onCut = () => relay.dropClients();
  await service.start(relay.walletUrl);
  const connection = connectNwc(identity, [relay.url, ...otherRelays], context);
  return {
    ...connection,
    relay,
    service,
    node,
    now: () => node.now(),
    pay: ({ paymentHash }) => node.pay(paymentHash),
    failWith: (fault) => failNwcLike(fault, faults, relay),
    close: async () => {
      await connection.close();
      service.stop();
      await relay.stop();
    },
  };
}

/** Opens a connection to whatever wallet has that identity. */
export function connectNwc(
  identity: NwcIdentity,
  relays: readonly string[],
  context: Partial<ConnectionContext> = {},
) {
  const surroundings = testSurroundings();
  const kind = nwcKind(surroundings);
  const credentials = identity.credentials(...relays);
  const provider = kind.open(credentials, testContext(context)) as NwcProvider;
  return {
    wallet: new GuardedWallet(provider, ['regtest'], surroundings.clock),
    provider,
    secrets: identity.secrets,
    openGuarded: () => nwcKind(testSurroundings([])).open(credentials, testContext()),
    close: async () => kind.close?.(),
  };
}

const SPOILS = ['wrong-amount', 'amountless', 'wrong-hash', 'wrong-network', 'expired'] as const;

/** Lets the wallet or its relay fail. A wallet over Nostr may sign with any node, so none can be the wrong one. */
export async function failNwcLike(fault: WalletFault, faults: Faults, relay: TestRelay): Promise<boolean> {
  const spoil = SPOILS.find((name) => name === fault);
  if (spoil !== undefined) faults.spoil = spoil;
  else if (fault === 'unreachable') await relay.stop();
  else if (fault === 'rate-limited') faults.rateLimited = true;
  else if (fault === 'revoked') faults.revoked = true;
  else if (fault === 'hanging') faults.hang = true;
  else if (fault === 'answers-late') faults.slowMillis = 1_000;
  else if (fault === 'breaks') faults.reset = true;
  else if (fault === 'garbage') faults.garbage = true;
  else if (fault === 'huge') faults.huge = true;
  else if (fault === 'drips') relay.drips = true;
  else if (fault === 'lost-answer') faults.createdButNoAnswer = 1;
  else if (fault === 'partial') faults.partial = true;
  else return false;
  return true;
}
