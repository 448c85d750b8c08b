import { setTimeout as pause } from 'node:timers/promises';

import type { ProcessReply } from '../api-process.js';
import type { Chance } from './chance.js';
import type { MortalProcesses } from './mortal-processes.js';
import type { Stall } from './stalls.js';

/** Something that is to be sold. */
export interface Sale {
  /** The idempotency key that its challenge is asked for under. */
  readonly name: string;
  readonly stall: Stall;
  readonly isPaid: boolean;
}

/** When sales are made and paid, in milliseconds. */
export interface SalesPace {
  /** From the first to the last. */
  readonly spanMillis: number;
  /** The longest that a payer takes. */
  readonly payMillisMax: number;
}

const PRICE_SATS = 21;
const RETRY_MILLIS = 200;
/** What a client may be answered while processes are killed, and tries again after. */
const PASSING = /^(409 idempotency_in_progress|503 (service|wallet)_unavailable|503 wallet_rate_limited)$/;

/** Sales to payers who ask again and again, under one key, until they have their challenge, and then pay or do not. */
export class Sales {
  /** Payment hash by sale, of every challenge that was handed out. */
  readonly handedOut = new Map<string, string>();
  /** How many were paid. */
  paid = 0;
  /** How often each status and error was answered. */
  readonly answers = new Map<string, number>();

  constructor(
    private readonly processes: MortalProcesses,
    private readonly deadline: AbortSignal,
  ) {}

  /** Makes all, in an order and at times left to chance. Rejects if one is answered something that no fault explains. */
  async make(sales: readonly Sale[], chance: Chance, { spanMillis, payMillisMax }: SalesPace): Promise<void> {
    const plan = chance.shuffled(sales).map((sale, number) => ({
      sale,
      atMillis: (number * spanMillis) / sales.length,
      payMillis: chance.below(payMillisMax),
    }));
    const startedAt = performance.now();
    await Promise.all(
      plan.map(async ({ sale, atMillis, payMillis }, number) => {
        await this.pause(atMillis - (performance.now() - startedAt));
        const paymentHash = await this.mint(sale, number);
        if (!sale.isPaid) return;
        await this.pause(payMillis);
        await sale.stall.node.pay(paymentHash);
        this.paid += 1;
      }),
    );
  }

  private async mint({ name, stall }: Sale, number: number): Promise<string> {
    const body = { resource: `/${name}`, priceSats: PRICE_SATS };
    for (let turn = number; ; turn += 1) {
      const reply = await this.processes
        .api(turn)
        ?.post('/api/l402/challenges', stall.key, body, { 'x-idempotency-key': name })
        .catch(() => null);
      const answer = wordOf(reply ?? null);
      this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
      const paymentHash = reply?.body['paymentHash'];
      if (answer === '200' && typeof paymentHash === 'string') {
        this.handedOut.set(name, paymentHash);
        return paymentHash;
      }
      if (answer !== 'none' && !PASSING.test(answer))
        throw new Error(`${stall.kind} answered ${answer}: ${JSON.stringify(reply?.body)}`);
      await this.pause(RETRY_MILLIS);
    }
  }

  private async pause(millis: number): Promise<void> {
    await pause(Math.max(0, millis), undefined, { signal: this.deadline });
  }
}

function wordOf(reply: ProcessReply | null): string {
  if (reply === null) return 'none';
  const { status, body } = reply;
  return status === 200 ? '200' : `${String(status)} ${String(body['error'])}`;
}
