import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { ClnEmulator } from '../../../../test/support/emulators/cln-emulator.js';
import { testContext, testSurroundings } from '../testing/emulated-wallet.js';
import { makeNodeIdentity } from '../../../../test/support/emulators/tls-identity.js';
import { RecordingSink } from '../testing/recording-sink.js';
import { CredentialInvalid } from '../wallet-errors.js';
import { clnKind } from './cln.kind.js';
import type { ClnProvider } from './cln.provider.js';

describe('the stream of Core Lightning over the wire', () => {
  let node: BookNode;
  let emulator: ClnEmulator;
  let wallet: ClnProvider;
  let abort: AbortController;

  beforeEach(async () => {
    const identity = await makeNodeIdentity('cln');
    node = new BookNode();
    emulator = new ClnEmulator(node, identity);
    await emulator.start();
    const tls = { mode: 'fingerprint', value: identity.fingerprint };
    const credentials = { url: emulator.url, rune: emulator.allow(), tls };
    wallet = clnKind(testSurroundings()).open(credentials, testContext()) as ClnProvider;
    abort = new AbortController();
  });

  afterEach(async () => {
    abort.abort();
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

  it("does not replay the node's history without a cursor, and replays strictly after one", async () => {
    const hashes = [await paid(), await paid(), await paid()];
    const fresh = follow(null);
    await fresh.sink.until(() => fresh.sink.cursors.length > 0);
    expect([fresh.sink.cursors, fresh.sink.hints]).toEqual([['3'], []]);
    abort.abort();
    await fresh.ended;
    abort = new AbortController();
    const resumed = follow('1');
    await resumed.sink.until(() => resumed.sink.hints.length === 2);
    expect(resumed.sink.hints).toEqual(hashes.slice(1).map((paymentHash) => ({ paymentHash })));
  });

  it('polls again when a proxy has waited long enough, or the node has', async () => {
    for (const [status, body] of [
      [504, '<html>Gateway Time-out</html>'],
      [500, '{"code":904,"message":"Timed out while waiting for invoice to be paid"}'],
    ] as const) {
      const { sink } = follow(null);
      await emulator.untilPolling();
      emulator.answerPolls(status, body);
      const paymentHash = await paid();
      await sink.until(() => sink.hints.length > 0);
      expect(sink.hints).toEqual([{ paymentHash }]);
      abort.abort();
      abort = new AbortController();
    }
  });

  it('ends when the rune is revoked while it polls', async () => {
    const { ended } = follow(null);
    await emulator.untilPolling();
    emulator.answerPolls(401, '{"code":1503,"message":"Not authorized: Blacklisted rune"}');
    expect(await ended).toBeInstanceOf(CredentialInvalid);
  });
});
