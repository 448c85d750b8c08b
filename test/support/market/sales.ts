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

interface Planned {
  readonly sale: Sale;
  /** When its challenge is asked for, next. */
  readonly atMillis: number;
  readonly payMillis: number;
}

const CALLERS = 24;
const PRICE_SATS = 21;
/** How long a caller rests whom nobody answered. */
const SILENCE_MILLIS = 300;
/** What a client may be answered while processes are killed; then it comes back when it is told to. */
const PASSING = /^(409 idempotency_in_progress|503 (service|wallet)_unavailable|503 wallet_rate_limited)$/;

/** Sales to payers who ask again and again, under one key, until they have their challenge, and then pay or do not. */
export class Sales {
  /** Payment hash by sale, of every challenge that was handed out. */
  readonly handedOut = new Map<string, string>();
  /** How many were paid. */
  paid = 0;
  /** How often each status and error was answered; `none` where nobody answered. */
  readonly answers = new Map<string, number>();

  constructor(
    private readonly processes: Pick<MortalProcesses, 'api'>,
    private readonly deadline: AbortSignal,
  ) {}

  /** Makes all, in an order and at times left to chance. Rejects if one is answered something that no fault explains. */
  async make(sales: readonly Sale[], chance: Chance, { spanMillis, payMillisMax }: SalesPace): Promise<void> {
    const startMillis = performance.now();
    const plan = chance.shuffled(sales).map((sale, number) => ({
      sale,
      atMillis: startMillis + (number * spanMillis) / sales.length,
      payMillis: chance.below(payMillisMax),
    }));
    const payments: Promise<void>[] = [];
    await Promise.all(Array.from({ length: CALLERS }, (_, caller) => this.call(plan, payments, caller)));
    await Promise.all(payments);
  }

  /** Asks for one challenge after the other; what is not to be had now goes back into the plan. */
  private async call(plan: Planned[], payments: Promise<void>[], caller: number): Promise<void> {
    for (let turn = caller; ; turn += 1) {
      const next = plan.shift();
      if (next === undefined) return;
      await this.until(next.atMillis);
      const paymentHash = await this.mint(next.sale, turn);
      if (typeof paymentHash === 'string') {
        if (next.sale.isPaid) payments.push(this.pay(next, paymentHash));
        continue;
      }
      const atMillis = performance.now() + paymentHash.retryMillis;
      const later = plan.findIndex((other) => other.atMillis > atMillis);
      plan.splice(later < 0 ? plan.length : later, 0, { ...next, atMillis });
    }
  }

  private async mint(
    { name, stall }: Sale,
    turn: number,
  ): Promise<string | { readonly retryMillis: number }> {
    const body = { resource: `/${name}`, priceSats: PRICE_SATS };
    const api = this.processes.api(turn);
    const asked = api?.post('/api/l402/challenges', stall.key, body, { 'x-idempotency-key': name });
    const reply = (await asked?.catch(() => null)) ?? null;
    const answer = wordOf(reply);
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
    if (reply === null) {
      // Whoever asks for the next one would find nobody either.
      await this.until(performance.now() + SILENCE_MILLIS);
      return { retryMillis: 0 };
    }
    const { headers, body: told } = reply;
    if (answer === '200') {
      const paymentHash = String(told['paymentHash']);
      this.handedOut.set(name, paymentHash);
      return paymentHash;
    }
    if (PASSING.test(answer)) return { retryMillis: Number(headers.get('retry-after')) * 1000 };
    throw new Error(`${stall.kind} answered ${answer}: ${JSON.stringify(told)}`);
  }

  private async pay({ sale, payMillis }: Planned, paymentHash: string): Promise<void> {
    await this.until(performance.now() + payMillis);
    await sale.stall.node.pay(paymentHash);
    this.paid += 1;
  }

  private async until(millis: number): Promise<void> {
    await pause(Math.max(0, millis - performance.now()), undefined, { signal: this.deadline });
  }
}

function wordOf(reply: ProcessReply | null): string {
  if (reply === null) return 'none';
  const { status, body } = reply;
  return status === 200 ? '200' : `${String(status)} ${String(body['error'])}`;
}
