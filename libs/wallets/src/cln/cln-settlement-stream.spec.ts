import { parsePaymentHash, type PaymentHash } from '@turnpike/l402';
import { RecordingSink } from '../testing/recording-sink.js';
import { ProtocolViolation, RateLimited, Unavailable } from '../wallet-errors.js';
import type { ClnClient } from './cln.client.js';
import { ClnSettlementStream } from './cln-settlement-stream.js';
import type { ClnInvoice } from './cln.types.js';

const hashOf = (index: number): PaymentHash =>
  parsePaymentHash(index.toString(16).padStart(64, '0')) as PaymentHash;

function paidAt(index: number): ClnInvoice {
  return {
    label: `label-${index}`,
    paymentHash: hashOf(index),
    bolt11: 'lnbcrt1',
    status: 'paid',
    receivedMsat: 1n,
    preimage: null,
    paidAt: new Date(index * 1000),
    payIndex: BigInt(index),
    isOnchain: false,
    updatedIndex: BigInt(index),
  };
}

/** A node of which these payments are known, by their pay indexes. */
class ScriptedNode {
  calls = 0;
  polls = 0;
  /** From this call on the rune's rate is used up. */
  callsMax = Infinity;
  onPoll: () => void = () => undefined;

  constructor(readonly paid: number[]) {}

  get client(): ClnClient {
    return {
      nextPaid: (after: bigint) => {
        this.calls += 1;
        if (this.calls > this.callsMax) return Promise.reject(new RateLimited(60));
        return Promise.resolve(this.next(after));
      },
      waitPaid: async (after: bigint, _seconds: number, signal: AbortSignal) => {
        this.polls += 1;
        this.onPoll();
        const next = this.next(after);
        if (next !== null) return next;
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
          if (signal.aborted) reject(new Error('aborted'));
        });
      },
    } as unknown as ClnClient;
  }

  private next(after: bigint): ClnInvoice | null {
    const index = this.paid.find((one) => BigInt(one) > after);
    return index === undefined ? null : paidAt(index);
  }
}

async function begin(node: ScriptedNode, from: string | null): Promise<RecordingSink> {
  const sink = new RecordingSink();
  const abort = new AbortController();
  node.onPoll = () => node.polls > node.paid.length + 3 && abort.abort();
  const ended = new ClnSettlementStream(node.client).follow(from, sink, abort.signal);
  await Promise.race([sink.until(() => sink.cursors.length > 0), ended]);
  abort.abort();
  await ended;
  return sink;
}

describe('the stream of Core Lightning', () => {
  it.each([0, 1, 2, 3, 4, 5, 15, 16, 17, 1_000, 99_999])(
    'begins without a cursor after all %d payments there are, and stores that',
    async (count) => {
      const node = new ScriptedNode(Array.from({ length: count }, (_, at) => at + 1));
      const sink = await begin(node, null);
      expect([sink.cursors[0], sink.hints]).toEqual([String(count), []]);
      expect(node.calls).toBeLessThanOrEqual(40);
    },
  );

  it('finds the last payment where invoices were deleted', async () => {
    const sink = await begin(new ScriptedNode([3, 4, 900, 901, 5_000, 70_000]), null);
    expect(sink.cursors[0]).toBe('70000');
  });

  it('stores nothing and does not stand when calls run out before it has found its place', async () => {
    const node = new ScriptedNode(Array.from({ length: 5_000 }, (_, at) => at + 1));
    node.callsMax = 6;
    const sink = new RecordingSink();
    const ended = new ClnSettlementStream(node.client).follow(null, sink, new AbortController().signal);
    await expect(ended).rejects.toBeInstanceOf(RateLimited);
    expect([sink.aliveCount, sink.cursors]).toEqual([0, []]);
  });

  it('begins after its cursor, and tells the rest in order', async () => {
    const node = new ScriptedNode([1, 2, 3, 4]);
    const sink = new RecordingSink();
    const abort = new AbortController();
    const ended = new ClnSettlementStream(node.client).follow('2', sink, abort.signal);
    await sink.until(() => sink.hints.length === 2);
    abort.abort();
    await ended;
    expect(sink.hints).toEqual([{ paymentHash: hashOf(3) }, { paymentHash: hashOf(4) }]);
    expect([sink.cursors, sink.aliveCount]).toEqual([['3', '4'], 1]);
  });

  it('waits where calls run out, and goes on from its cursor', async () => {
    const node = new ScriptedNode([]);
    const sink = new RecordingSink();
    const abort = new AbortController();
    const client = node.client;
    let isLimited = true;
    const limited = {
      nextPaid: (after: bigint) => client.nextPaid(after, { signal: abort.signal }),
      waitPaid: (after: bigint, seconds: number, signal: AbortSignal) => {
        if (!isLimited) return client.waitPaid(after, seconds, signal);
        isLimited = false;
        node.paid.push(1);
        return Promise.reject(new RateLimited(0));
      },
    } as unknown as ClnClient;
    const ended = new ClnSettlementStream(limited).follow(null, sink, abort.signal);
    await sink.until(() => sink.hints.length === 1);
    abort.abort();
    await ended;
    expect(sink.cursors).toEqual(['0', '1']);
  });

  it.each([
    ['has no number', { payIndex: null }],
    ['was told before', { payIndex: 5n }],
  ])('ends with a protocol violation for a payment that %s', async (_what, change) => {
    const client = {
      nextPaid: () => Promise.resolve({ ...paidAt(6), ...change }),
    } as unknown as ClnClient;
    const ended = new ClnSettlementStream(client).follow(
      '5',
      new RecordingSink(),
      new AbortController().signal,
    );
    await expect(ended).rejects.toBeInstanceOf(ProtocolViolation);
  });

  it('does not stand before the node has answered', async () => {
    const client = { nextPaid: () => Promise.reject(new Unavailable(5)) } as unknown as ClnClient;
    const sink = new RecordingSink();
    const ended = new ClnSettlementStream(client).follow('5', sink, new AbortController().signal);
    await expect(ended).rejects.toBeInstanceOf(Unavailable);
    expect(sink.aliveCount).toBe(0);
  });
});
