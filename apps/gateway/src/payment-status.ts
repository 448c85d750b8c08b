import { Inject, Injectable } from '@nestjs/common';
import { ChallengeReader } from '@turnpike/challenges';
import { ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { NotFound, RateLimited } from '@turnpike/problems';
import { askedStatus, proxyPath, type ServedProxy } from '@turnpike/proxies';
import { addressBucket, RateLimitStore } from '@turnpike/redis';
import { Answers } from './answers.js';
import type { Exchange } from './exchange.js';

const WINDOW_SECONDS = 60;

/** Tells whoever has a challenge of a proxy whether it is paid, for the page on which it is paid: never for money. */
@Injectable()
export class PaymentStatus {
  constructor(
    private readonly challenges: ChallengeReader,
    private readonly answers: Answers,
    private readonly limits: RateLimitStore,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Whether the path asks for it, which then was answered. Throws `NotFound` for what this proxy has not sold. */
  async answer(exchange: Exchange, { proxyId, tenant }: ServedProxy, path: string): Promise<boolean> {
    const hash = askedStatus(path);
    const { method } = exchange.request;
    if (hash === null || (method !== 'GET' && method !== 'HEAD')) return false;
    await this.allow(exchange);
    const { resource, status } = await this.challenges.get(tenant, hash);
    const base = proxyPath(proxyId);
    if (resource !== base && !resource.startsWith(`${base}/`)) throw new NotFound('Challenge');
    const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
    this.answers.send(exchange, 200, JSON.stringify({ status }), headers);
    return true;
  }

  private async allow({ caller: { ip } }: Exchange): Promise<void> {
    const max = this.env.rateLimits.publicRead;
    if (max === 0) return;
    const hit = await this.limits.hit(`gateway-status:${addressBucket(ip)}`, max, WINDOW_SECONDS);
    if (hit.allowed) return;
    const retryAfterSeconds = hit.resetSeconds;
    throw new RateLimited({ limit: hit.limit, windowSeconds: WINDOW_SECONDS, retryAfterSeconds });
  }
}
