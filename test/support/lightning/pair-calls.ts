import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** A payment that did not happen: `rejected` by who was to receive it, `paid before`, `no route` and the like. */
export class PaymentRefused extends Error {
  constructor(readonly why: string) {
    super(`The payment was refused: ${why}.`);
    this.name = 'PaymentRefused';
  }
}

/** The public keys of the nodes, 66 hex digits each. */
export interface NodeIds {
  readonly payer: string;
  readonly merchant: string;
}

interface Answer {
  readonly call: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly why: string | null };
}

const GONE = 'the nodes are gone';

type Settle = (answer: Omit<Answer, 'call'>) => void;

/** Calls to a pair of nodes in another thread, where the library runs natively and what it leaves dies with the thread. */
export class PairCalls {
  private readonly waiting = new Map<number, Settle>();
  private calls = 0;
  private gone = false;

  private constructor(
    private readonly thread: Worker,
    readonly ids: NodeIds,
  ) {
    thread.on('message', (answer: Answer) => {
      this.waiting.get(answer.call)?.(answer);
      this.waiting.delete(answer.call);
    });
    thread.on('error', (error) => this.fail(error.message));
    thread.on('exit', () => this.fail(GONE));
  }

  /** Starts the thread and resolves when the channel is open; rejects if it cannot be opened. */
  static async open(timeSeconds: number): Promise<PairCalls> {
    const file = path.resolve(import.meta.dirname, 'pair-thread.mjs');
    const thread = new Worker(file, { workerData: { timeSeconds } });
    const [{ ids }] = (await once(thread, 'message')) as [{ ids: NodeIds }];
    return new PairCalls(thread, ids);
  }

  /** Has a method called with one argument. Rejects with what it throws; what type it gives is for the caller to know. */
  call<T>(method: string, terms: unknown): Promise<T> {
    if (this.gone) return Promise.reject(new Error(GONE));
    const call = (this.calls += 1);
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(call, ({ result, error }) => {
        if (error === undefined) resolve(result as T);
        else reject(error.why === null ? new Error(error.message) : new PaymentRefused(error.why));
      });
      this.thread.postMessage({ call, method, terms });
    });
  }

  /** Ends the thread. Calls that wait for an answer reject. */
  async close(): Promise<void> {
    await this.thread.terminate();
  }

  private fail(message: string): void {
    this.gone = true;
    for (const settle of this.waiting.values()) settle({ error: { message, why: null } });
    this.waiting.clear();
  }
}
