import { randomUUID } from 'node:crypto';

import { type ProcessReply } from './api-process.js';
import { type PaidChallenge, type TwoNodes } from './two-nodes.js';

/** How callers call: as many plain ones, and as many that name their calls and repeat them until they are answered. */
export interface Callers {
  readonly plain: number;
  readonly named: number;
}

/**
 * Calls to verify without pause on both nodes until told to stop, and books of what they were answered. A call that is
 * refused for any reason but an unavailable server is a fault of the test's challenges, so it is kept as unexpected.
 */
export class VerifyLoad {
  /** Admitted calls by payment hash; a named call counts once however often it was repeated. */
  readonly admitted = new Map<string, number>();
  /** Calls that were answered 503. */
  unavailable = 0;
  /** Those of them that did not say when to come back. */
  withoutRetryAfter = 0;
  /** Calls that got no answer at all. */
  lost = 0;
  readonly unexpected: unknown[] = [];
  /** The longest that an answer took. */
  slowestMillis = 0;

  private isTold = false;
  private readonly waiting: (() => void)[] = [];
  private readonly done: Promise<unknown>;

  private constructor(
    private readonly two: TwoNodes,
    private readonly plain: readonly PaidChallenge[],
    private readonly named: readonly PaidChallenge[],
    callers: Callers,
  ) {
    const all = (count: number, call: (caller: number) => Promise<void>): Promise<void>[] =>
      Array.from({ length: count }, (_, caller) => call(caller));
    this.done = Promise.all([
      ...all(callers.plain, (caller) => this.callPlain(caller)),
      ...all(callers.named, (caller) => this.callNamed(caller)),
    ]);
  }

  /** Begins. Plain and named calls go to challenges of their own, so that the counts of each can be told apart. */
  static start(
    two: TwoNodes,
    { plain, named }: { plain: readonly PaidChallenge[]; named: readonly PaidChallenge[] },
    callers: Callers,
  ): VerifyLoad {
    return new VerifyLoad(two, plain, named, callers);
  }

  /** How many calls were admitted in all. */
  get admittedCalls(): number {
    let sum = 0;
    for (const count of this.admitted.values()) sum += count;
    return sum;
  }

  /** Resolves when, after some answer, the condition holds. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Resolves when so many more calls have been admitted. */
  untilAdmitted(more: number): Promise<void> {
    const enough = this.admittedCalls + more;
    return this.until(() => this.admittedCalls >= enough);
  }

  /** Lets every caller finish what it is at. */
  async stop(): Promise<void> {
    this.isTold = true;
    await this.done;
  }

  private get running(): boolean {
    return !this.isTold && !this.two.isStopped;
  }

  private async callPlain(caller: number): Promise<void> {
    for (let n = caller * 7; this.running; n += 1) {
      const challenge = this.plain[n % this.plain.length];
      if (challenge && (await this.call(n, challenge))) this.count(challenge);
    }
  }

  /** Repeats a call until it is admitted, even past the end, as whoever names calls would. */
  private async callNamed(caller: number): Promise<void> {
    for (let n = caller * 5; this.running; n += 1) {
      const challenge = this.named[n % this.named.length];
      if (!challenge) return;
      const requestId = randomUUID();
      let node = n;
      while (!(await this.call(node, challenge, { requestId }))) {
        if (this.two.isStopped) return;
        node += 1;
      }
      this.count(challenge);
    }
  }

  private count({ paymentHash }: PaidChallenge): void {
    this.admitted.set(paymentHash, (this.admitted.get(paymentHash) ?? 0) + 1);
  }

  /** One call; whether it was admitted. */
  private async call(node: number, challenge: PaidChallenge, more: object = {}): Promise<boolean> {
    const started = performance.now();
    const reply = await this.two.verify(node, challenge, more).catch(() => null);
    this.slowestMillis = Math.max(this.slowestMillis, performance.now() - started);
    const isAdmitted = this.note(reply);
    for (const resolve of this.waiting.splice(0)) resolve();
    return isAdmitted;
  }

  private note(reply: ProcessReply | null): boolean {
    if (reply === null) {
      this.lost += 1;
      return false;
    }
    if (reply.status === 200 && reply.body['valid'] === true) return true;
    if (reply.status !== 503) this.unexpected.push(reply.body);
    this.unavailable += reply.status === 503 ? 1 : 0;
    this.withoutRetryAfter += reply.status === 503 && !reply.headers.has('retry-after') ? 1 : 0;
    return false;
  }
}
