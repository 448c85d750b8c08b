import { createHash, randomUUID } from 'node:crypto';
import { Clock } from '@turnpike/config';
import { hashPreimage, parsePreimage, type Preimage } from '@turnpike/l402';
import { testContext, testSurroundings } from '../testing/emulated-wallet.js';
import { LdkNode } from '../../../../test/support/emulators/ldk-node.js';
import { LndEmulator } from '../../../../test/support/emulators/lnd-emulator.js';
import { makeNodeIdentity, type NodeIdentity } from '../../../../test/support/emulators/tls-identity.js';
import { openChannel, type LightningPair } from '../../../../test/support/lightning/lightning-pair.js';
import { Deadline } from '../deadline.js';
import { GuardedWallet } from '../guarded-wallet.js';
import { RecordingSink } from '../testing/recording-sink.js';
import { streamsSettlements, type InvoiceReference } from '../wallet-provider.js';
import { lndKind } from './lnd.kind.js';

/** The time of the chain's last block. */
class ChainClock extends Clock {
  constructor(private readonly pair: LightningPair) {
    super();
  }
  override now(): Date {
    return this.pair.now;
  }
}

describe('LND with a real Lightning node behind it', () => {
  let pair: LightningPair;
  let identity: NodeIdentity;
  let node: LdkNode;
  let emulator: LndEmulator;

  beforeAll(async () => {
    pair = await openChannel();
    identity = await makeNodeIdentity();
    node = new LdkNode(pair);
    emulator = new LndEmulator(node, identity);
    await emulator.start();
  });

  afterAll(async () => {
    await emulator.stop();
    await pair.close();
  });

  it('settles an invoice that was paid over a channel: the stream hints, the look-up says how much', async () => {
    const clock = new ChainClock(pair);
    const kind = lndKind({ ...testSurroundings(), clock }, () => emulator.subscriptions.untilOpen(1));
    const credentials = {
      url: emulator.url,
      macaroon: emulator.bake(),
      tls: { mode: 'fingerprint', value: identity.fingerprint },
    };
    const provider = kind.open(credentials, testContext({ payee: pair.merchant.id }));
    const wallet = new GuardedWallet(provider, ['regtest'], clock);
    expect(await wallet.checkConnection(Deadline.in(5_000))).toEqual({
      network: 'regtest',
      payee: pair.merchant.id,
      excessPermissions: [],
    });

    const challengeId = randomUUID();
    const preimage = parsePreimage(createHash('sha256').update(challengeId).digest('hex')) as Preimage;
    const asked = { challengeId, amountMsat: 21_000n, description: 'weather', expirySeconds: 600, preimage };
    const { paymentRequest, providerRef, expiresAt } = await wallet.createInvoice(asked, Deadline.in(5_000));
    expect(paymentRequest.paymentHash).toBe(hashPreimage(preimage));
    const { paymentHash, text } = paymentRequest;
    const invoice: InvoiceReference = {
      paymentHash,
      providerRef,
      paymentRequest: text,
      createdAt: clock.now(),
      expiresAt,
    };

    if (!streamsSettlements(provider)) throw new Error('there is no stream');
    const sink = new RecordingSink();
    const abort = new AbortController();
    const ended = provider.streamSettlements(null, sink, abort.signal);
    await sink.untilAlive();
    // Over the channel, by somebody who knows the payment request only.
    await node.pay(paymentHash);
    await sink.untilHinted(invoice);
    expect(sink.cursor).toBe('1');

    const states = await wallet.lookUpInvoices([invoice], Deadline.in(5_000));
    expect(states.get(paymentHash)).toEqual({
      is: 'settled',
      receivedMsat: 21_000n,
      preimage,
      settledAt: pair.now,
      via: 'lightning',
    });
    abort.abort();
    await ended;
    await provider.close?.();
  });
});
