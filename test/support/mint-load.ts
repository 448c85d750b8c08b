import { randomUUID } from 'node:crypto';

import { type TwoNodes } from './two-nodes.js';

/** Mints without pause on both nodes, each under a key that is used again until it is answered with a challenge. */
export class MintLoad {
  /** Payment hash by idempotency key, of every challenge that was handed out. */
  readonly handedOut = new Map<string, string>();
  /** How often each status and error was answered. */
  readonly answers = new Map<string, number>();
  /** Answers 503 that did not say when to come back. */
  withoutRetryAfter = 0;
  slowestMillis = 0;

  private isTold = false;
  private readonly done: Promise<unknown>;

  private constructor(
    private readonly two: TwoNodes,
    callers: number,
  ) {
    this.done = Promise.all(Array.from({ length: callers }, (_, caller) => this.callOn(caller)));
  }

  static start(two: TwoNodes, callers: number): MintLoad {
    return new MintLoad(two, callers);
  }

  /** How often that status and error was answered; `200` for a challenge. */
  count(answer: string): number {
    return this.answers.get(answer) ?? 0;
  }

  /** Lets every caller go on until its challenge has been handed out. */
  async stop(): Promise<void> {
    this.isTold = true;
    await this.done;
  }

  private get running(): boolean {
    return !this.isTold && !this.two.isStopped;
  }

  private async callOn(caller: number): Promise<void> {
    for (let node = caller; this.running; node += 1) {
      const idempotencyKey = randomUUID();
      let paymentHash: string | null = null;
      for (; paymentHash === null; node += 1) {
        if (this.two.isStopped) return;
        paymentHash = await this.mint(node, idempotencyKey);
      }
      this.handedOut.set(idempotencyKey, paymentHash);
    }
  }

  private async mint(node: number, idempotencyKey: string): Promise<string | null> {
    const started = performance.now();
    const { status, headers, body } = await this.two.mint(node, {}, { 'x-idempotency-key': idempotencyKey });
    this.slowestMillis = Math.max(this.slowestMillis, performance.now() - started);
    const answer = status === 200 ? '200' : `${String(status)} ${String(body['error'])}`;
    this.answers.set(answer, this.count(answer) + 1);
    if (status === 503 && !headers.has('retry-after')) this.withoutRetryAfter += 1;
    return status === 200 ? String(body['paymentHash']) : null;
  }
}
