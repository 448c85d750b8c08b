import { Clock } from '@turnpike/config';
import { parsePreimage, type Preimage } from '@turnpike/l402';
import { createHash } from 'node:crypto';
import { LdkProvider } from '../../../test/support/lightning/ldk.provider.js';
import { openChannel, type LightningPair } from '../../../test/support/lightning/lightning-pair.js';
import { GuardedWallet } from './guarded-wallet.js';
import { describeWallet, type WalletUnderTest } from './testing/wallet.conformance.js';

/** The time of the chain's last block. */
class ChainClock extends Clock {
  constructor(private readonly pair: LightningPair) {
    super();
  }
  override now(): Date {
    return this.pair.now;
  }
}

let pair: LightningPair;

beforeAll(async () => {
  pair = await openChannel();
});

afterAll(() => pair.close());

async function open(): Promise<WalletUnderTest> {
  const clock = new ChainClock(pair);
  return {
    wallet: new GuardedWallet(new LdkProvider(pair.merchant), ['regtest'], clock),
    secrets: [],
    now: () => clock.now(),
    preimageFor: (challengeId) =>
      parsePreimage(createHash('sha256').update(challengeId).digest('hex')) as Preimage,
    pay: async (invoice) => {
      await pair.payer.pay(invoice.paymentRequest);
    },
    failWith: () => false,
    close: async () => undefined,
  };
}

describeWallet('a real Lightning node', open);
