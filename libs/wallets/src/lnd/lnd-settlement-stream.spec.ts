import type { OutboundStream } from '@turnpike/outbound';
import { RecordingSink } from '../testing/recording-sink.js';
import { CredentialInvalid, ProtocolViolation, Unavailable, UnknownOutcome } from '../wallet-errors.js';
import { LndSettlementStream } from './lnd-settlement-stream.js';

const hash = (digit: string): string => digit.repeat(64);
const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

function event(digit: string, settleIndex: number | string, state = 'SETTLED'): string {
  const result = { r_hash: base64(hash(digit)), state, settle_index: String(settleIndex) };
  return `${JSON.stringify({ result })}\n`;
}

/** An answer that has these lines and then ends, or never does. */
function answer(lines: readonly string[], { status = 200, isEndless = false } = {}): OutboundStream {
  const chunks = (async function* () {
    for (const line of lines) yield await Promise.resolve(Buffer.from(line));
    if (isEndless) await new Promise(() => undefined);
  })();
  return { status, headers: {}, chunks };
}

interface Script {
  readonly from?: string | null;
  /** Whether the stream stood for two seconds before the answer came. */
  readonly hasStood?: boolean;
}

/** Follows a scripted stream until it ends; gives the sink and what the stream threw. */
async function follow(
  open: (settleIndex: bigint) => Promise<OutboundStream>,
  { from = null, hasStood = true }: Script = {},
): Promise<{ sink: RecordingSink; error: unknown }> {
  const sink = new RecordingSink();
  const client = {
    subscribe: async (settleIndex: bigint, _signal: AbortSignal, onSent: () => void) => {
      onSent();
      if (hasStood) await sink.untilAlive();
      return open(settleIndex);
    },
  };
  const quiet = (): Promise<unknown> => (hasStood ? Promise.resolve() : new Promise(() => undefined));
  const stream = new LndSettlementStream(client, quiet);
  const error = await stream.follow(from, sink, new AbortController().signal).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { sink, error };
}

const linesOf = (...lines: readonly string[]) => follow(() => Promise.resolve(answer(lines)));

describe('the stream of LND', () => {
  it('moves its cursor on settlements only, never back, and does not wait for gaps to close', async () => {
    const { sink, error } = await linesOf(
      event('a', 0, 'OPEN'),
      event('b', 5),
      event('c', 3),
      event('d', 9, 'ACCEPTED'),
      event('e', '18446744073709551615'),
    );
    expect(sink.hints).toEqual(['b', 'c', 'e'].map((digit) => ({ paymentHash: hash(digit) })));
    expect(sink.cursors).toEqual(['5', '5', '18446744073709551615']);
    expect(error).toBeNull();
  });

  it('asks from the cursor on, and from 0 without one that can be read', async () => {
    const asked: bigint[] = [];
    const open = (index: bigint): Promise<OutboundStream> => {
      asked.push(index);
      return Promise.resolve(answer([]));
    };
    for (const from of [null, '', '41', 'x', '-1']) await follow(open, { from });
    expect(asked).toEqual([0n, 0n, 41n, 0n, 0n]);
  });

  it('has no cursor before the first settlement', async () => {
    const { sink } = await linesOf(event('a', 0));
    expect([sink.hints.length, sink.cursor]).toEqual([1, null]);
  });

  it('passes over events that cannot be read, which a look-up will find', async () => {
    const odd = [
      '{"result":null}\n',
      '{}\n',
      '{"result":{"state":"SETTLED","r_hash":7}}\n',
      '{"result":"x"}\n',
    ];
    const { sink, error } = await linesOf(...odd, event('a', 1));
    expect([sink.hints.length, error]).toEqual([1, null]);
  });

  it.each([
    ['permission denied', CredentialInvalid],
    ['verification failed: signature mismatch after caveat verification', CredentialInvalid],
    ['wallet locked, unlock it to enable full RPC access', Unavailable],
    ['something else', Unavailable],
  ])('ends with what an error in it means: %s', async (message, kind) => {
    for (const error of [
      { code: 2, message },
      { grpc_code: 2, http_code: 500, message },
    ]) {
      const outcome = await linesOf(`${JSON.stringify({ error })}\n`);
      expect(outcome.error).toBeInstanceOf(kind);
    }
  });

  it.each([
    ['no JSON', 'event: x\n'],
    ['no object', '7\n'],
    ['a line of 300 KiB', 'x'.repeat(300 * 1024)],
  ])('ends with a protocol violation for %s', async (_what, text) => {
    expect((await linesOf(text)).error).toBeInstanceOf(ProtocolViolation);
  });

  it.each([504, 524])(
    'takes %d of a proxy for idleness, and any end after it stood for one in peace',
    async (status) => {
      const idle = await follow(() => Promise.resolve(answer(['<html>'], { status })));
      expect([idle.error, idle.sink.aliveCount]).toEqual([null, 1]);
      expect((await linesOf()).error).toBeNull();
    },
  );

  it('is unavailable if it ends before it stood, so that it is not opened again and again', async () => {
    const refused = await follow(() => Promise.resolve(answer([], { status: 504 })), { hasStood: false });
    expect(refused.error).toBeInstanceOf(Unavailable);
    expect(refused.sink.aliveCount).toBe(0);
    const ended = await follow(() => Promise.resolve(answer([])), { hasStood: false });
    expect(ended.error).toBeInstanceOf(Unavailable);
  });

  it('stands once its headers have come, however early', async () => {
    const { sink } = await follow(() => Promise.resolve(answer([event('a', 1)])), { hasStood: false });
    expect([sink.aliveCount, sink.wasEarly, sink.hints.length]).toEqual([1, false, 1]);
  });

  it('never stands if it fails before', async () => {
    const failing = (): Promise<OutboundStream> => Promise.reject(new TypeError('no'));
    const { sink, error } = await follow(failing, { hasStood: false });
    expect(error).toBeInstanceOf(UnknownOutcome);
    expect(sink.aliveCount).toBe(0);
  });
});
