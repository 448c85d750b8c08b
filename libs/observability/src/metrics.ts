import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Tally } from './tally.js';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BATCH_SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/**
 * Every figure that a part of a process keeps, one method each, so that names and labels stand in one place. Labels take
 * values from closed lists only, never a merchant, a path with its parameters or anything a caller sent. A call costs well
 * below a microsecond.
 */
@Injectable()
export class Metrics {
  /** What the Prometheus listener serves of it. */
  readonly registry = new Registry();

  private readonly httpRequests = this.histogram(
    'turnpike_http_request_seconds',
    'Requests answered, by route.',
    ['method', 'route', 'status'] as const,
  );
  private readonly verdicts = new Tally({
    registry: this.registry,
    name: 'turnpike_verdicts_total',
    help: 'Answers of verify: valid, or the reason of the refusal.',
    label: 'verdict',
  });
  private readonly commitSizes = new Histogram({
    name: 'turnpike_group_commit_calls',
    help: 'Calls served by one commit.',
    labelNames: ['lane'] as const,
    buckets: BATCH_SIZES,
    registers: [this.registry],
  });
  private readonly commits = this.histogram(
    'turnpike_group_commit_seconds',
    'Duration of one commit, by lane and outcome.',
    ['lane', 'outcome'] as const,
  );
  private readonly mints = this.histogram('turnpike_mint_seconds', 'Challenges asked for, by outcome.', [
    'outcome',
  ] as const);
  private readonly walletCalls = this.histogram(
    'turnpike_wallet_call_seconds',
    'Calls to wallets, by kind, call and outcome.',
    ['kind', 'call', 'outcome'] as const,
  );
  private readonly jobs = this.histogram('turnpike_job_seconds', 'Jobs done by the worker, by outcome.', [
    'queue',
    'job',
    'outcome',
  ] as const);
  private readonly webhooks = this.histogram(
    'turnpike_webhook_delivery_seconds',
    'Attempts to deliver an event to a merchant, by outcome.',
    ['outcome'] as const,
  );
  private readonly limited = this.counter(
    'turnpike_rate_limited_total',
    'Requests refused by a rate limit.',
    ['limit'] as const,
  );
  private readonly cache = this.counter(
    'turnpike_cache_lookups_total',
    'Look-ups in caches, by hit or miss.',
    ['cache', 'result'] as const,
  );

  /** A request was answered. `route` is the pattern, such as `/api/l402/challenges/:paymentHash`, or `unknown`. */
  httpRequest(method: string, route: string, status: number, seconds: number): void {
    this.httpRequests.observe({ method, route, status }, seconds);
  }

  /** Verify answered `valid` or this reason. */
  verdict(verdict: string): void {
    this.verdicts.add(verdict);
  }

  /** One commit of a lane served so many calls; `outcome` is `ok`, `retried` or `unknown`. */
  groupCommit(lane: string, calls: number, outcome: string, seconds: number): void {
    this.commitSizes.observe({ lane }, calls);
    this.commits.observe({ lane, outcome }, seconds);
  }

  /** A mint ended as `minted`, `replayed` or with the slug of a problem. */
  mint(outcome: string, seconds: number): void {
    this.mints.observe({ outcome }, seconds);
  }

  /** A call (`create`, `look-up`, `check`) to a wallet of that kind ended as `ok` or with the name of a `WalletError`. */
  walletCall(kind: string, call: string, outcome: string, seconds: number): void {
    this.walletCalls.observe({ kind, call, outcome }, seconds);
  }

  /** A job ended as `completed` or `failed`. */
  job(queue: string, job: string, outcome: string, seconds: number): void {
    this.jobs.observe({ queue, job, outcome }, seconds);
  }

  /** An attempt to deliver an event ended as `delivered` or with a word for what went wrong. */
  webhookDelivery(outcome: string, seconds: number): void {
    this.webhooks.observe({ outcome }, seconds);
  }

  /** A limit of this name refused a request. */
  rateLimited(limit: string): void {
    this.limited.inc({ limit });
  }

  /** A cache was asked and had the entry, or not. */
  cacheLookUp(cache: string, hit: boolean): void {
    this.cache.inc({ cache, result: hit ? 'hit' : 'miss' });
  }

  /** Adds a figure that is read when the metrics are, such as the length of a queue; once per name. What cannot be read is left out. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    this.readGauge(name, help, [], async (gauge) => gauge.set(await read()));
  }

  /** The same for each value of a label, which comes from a closed list. */
  gauges(
    name: string,
    help: string,
    label: string,
    read: () => Promise<Readonly<Record<string, number>>>,
  ): void {
    this.readGauge(name, help, [label], async (gauge) => {
      for (const [value, figure] of Object.entries(await read())) gauge.set({ [label]: value }, figure);
    });
  }

  private readGauge(
    name: string,
    help: string,
    labelNames: readonly string[],
    collect: (gauge: Gauge) => Promise<void>,
  ): void {
    const gauge: Gauge = new Gauge({
      name: `turnpike_${name}`,
      help,
      labelNames,
      registers: [this.registry],
      async collect() {
        // Of an earlier reading nothing is to be left, neither what has no value any more nor what cannot be read now.
        if (labelNames.length > 0) gauge.reset();
        else gauge.remove();
        await collect(gauge).catch(() => undefined);
      },
    });
  }

  private histogram<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
  ): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets: SECONDS, registers: [this.registry] });
  }

  private counter<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
  ): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}
