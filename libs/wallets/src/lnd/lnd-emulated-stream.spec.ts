import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { testContext, testSurroundings } from '../testing/emulated-wallet.js';
import { LndEmulator } from '../../../../test/support/emulators/lnd-emulator.js';
import { makeNodeIdentity } from '../../../../test/support/emulators/tls-identity.js';
import { RecordingSink } from '../testing/recording-sink.js';
import { CredentialInvalid, Unavailable } from '../wallet-errors.js';
import { lndKind } from './lnd.kind.js';
import type { LndProvider } from './lnd.provider.js';
import type { Quiet } from './lnd-settlement-stream.js';

describe('the stream of LND over the wire', () => {
  let node: BookNode;
  let emulator: LndEmulator;
  let wallet: LndProvider;
  let slow: () => LndProvider;
  const abort = new AbortController();

  beforeEach(async () => {
    const identity = await makeNodeIdentity();
    node = new BookNode();
    emulator = new LndEmulator(node, identity);
    await emulator.start();
    const tls = { mode: 'fingerprint', value: identity.fingerprint };
    const credentials = { url: emulator.url, macaroon: emulator.bake(), tls };
    const open = (quiet?: Quiet): LndProvider =>
      lndKind(testSurroundings(), quiet).open(credentials, testContext()) as LndProvider;
    wallet = open(() => emulator.subscriptions.untilOpen(1));
    slow = open;
  });

  afterEach(async () => {
    await wallet.close();
    await emulator.stop();
  });

  async function paid(): Promise<string> {
    const { paymentHash } = await emulator.addForeign();
    await node.pay(paymentHash);
    return paymentHash;
  }

  function follow(from: string | null): { sink: RecordingSink; ended: Promise<unknown> } {
    const sink = new RecordingSink();
    const ended = wallet.streamSettlements(from, sink, abort.signal).then(
      () => null,
      (error: unknown) => error,
    );
    return { sink, ended };
  }

  it('tells again what was settled strictly after the cursor, and nothing without one', async () => {
    const hashes = [await paid(), await paid(), await paid()];
    const resumed = follow('1');
    await resumed.sink.until(() => resumed.sink.hints.length === 2);
    expect(resumed.sink.hints).toEqual(hashes.slice(1).map((paymentHash) => ({ paymentHash })));
    emulator.dropStreams();
    await resumed.ended;

    const fresh = follow(null);
    await fresh.sink.untilAlive();
    const next = await paid();
    await fresh.sink.until(() => fresh.sink.hints.length > 0);
    expect(fresh.sink.hints).toEqual([{ paymentHash: next }]);
    expect(fresh.sink.cursor).toBe('4');
    emulator.dropStreams();
    await fresh.ended;
  });

  it('stands after two seconds in which not even a header came', async () => {
    await wallet.close();
    wallet = slow();
    const { sink, ended } = follow(null);
    await sink.untilAlive();
    expect([emulator.subscriptions.count, sink.hints.length]).toEqual([1, 0]);
    emulator.dropStreams();
    await ended;
  });

  it('returns when a proxy has waited long enough, and when the node ends it', async () => {
    const idle = follow(null);
    await idle.sink.untilAlive();
    emulator.subscriptions.answer(504, '<html>Gateway Time-out</html>');
    expect(await idle.ended).toBeNull();
    const ended = follow(null);
    await ended.sink.untilAlive();
    emulator.subscriptions.end();
    expect(await ended.ended).toBeNull();
  });

  it('has its class of failure when it is refused', async () => {
    emulator.faults.revoked = true;
    expect(await follow(null).ended).toBeInstanceOf(CredentialInvalid);
    emulator.faults.clear();
    emulator.refusal = 'wallet locked, unlock it to enable full RPC access';
    expect(await follow(null).ended).toBeInstanceOf(Unavailable);
  });

  it('takes lines however they are divided, adds among them', async () => {
    const { sink, ended } = follow(null);
    await sink.untilAlive();
    await emulator.addForeign();
    const hash = '5a'.repeat(32);
    const r_hash = Buffer.from(hash, 'hex').toString('base64');
    const line = `${JSON.stringify({ result: { memo: 'für', r_hash, state: 'SETTLED', settle_index: '7' } })}\n`;
    for (const byte of Buffer.from(line)) emulator.subscriptions.write(Buffer.from([byte]));
    await sink.until(() => sink.hints.length > 0);
    expect([sink.hints, sink.cursor]).toEqual([[{ paymentHash: hash }], '7']);
    emulator.dropStreams();
    await ended;
  });
});
