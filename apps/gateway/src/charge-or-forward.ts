import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { Clock, ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { type Credential, CREDENTIAL_CARRIERS, parseCredential } from '@turnpike/http402';
import type { PayPage } from '@turnpike/middleware';
import { Metrics } from '@turnpike/observability';
import {
  MethodNotAllowed,
  NotFound,
  Problem,
  RateLimited,
  UnsupportedMediaType,
  UpstreamUnreachable,
  VerificationUnavailable,
} from '@turnpike/problems';
import {
  ChargePayer,
  isPathOpen,
  matchPrice,
  openMethods,
  type PaidRequest,
  proxyBounds,
  type ServedProxy,
  ServedProxies,
  soldMethod,
} from '@turnpike/proxies';
import { addressBucket, RateLimitStore } from '@turnpike/redis';
import { type AdmittedRequest, hopsOf } from './admitted-request.js';
import { Answers } from './answers.js';
import type { Exchange } from './exchange.js';
import { gatewayBounds } from './gateway-bounds.js';
import { hasBody } from './has-body.js';
import { PayPages } from './pay-pages.js';
import { PaymentStatus } from './payment-status.js';
import { ProxyDocuments } from './proxy-documents.js';
import type { Target } from './read-target.js';

const WINDOW_SECONDS = 60;
const RETRY_SECONDS = 2;
const CARRIERS: ReadonlySet<string> = new Set(CREDENTIAL_CARRIERS);

/**
 * Has a request paid for, by the rules of mint and verify and none of its own; what is paid for is handed on, everything else
 * is answered here.
 */
@Injectable()
export class ChargeOrForward {
  constructor(
    private readonly proxies: ServedProxies,
    private readonly charging: ChargePayer,
    private readonly documents: ProxyDocuments,
    private readonly status: PaymentStatus,
    private readonly pages: PayPages,
    private readonly answers: Answers,
    private readonly limits: RateLimitStore,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** The request to pass on; null if it was answered. Throws problems. */
  async run(exchange: Exchange, target: Target): Promise<AdmittedRequest | null> {
    const { request } = exchange;
    const credential = credentialOf(request);
    const method = request.method ?? 'GET';
    const proxy = await this.proxyOf(target, credential);
    if (this.documents.answer(exchange, proxy, target.path)) return null;
    if (await this.status.answer(exchange, proxy, target.path)) return null;
    if (!isPathOpen(proxy, target.path)) throw new NotFound();
    const methods = openMethods(proxy);
    if (methods !== null && !methods.includes(method)) throw new MethodNotAllowed(methods);
    if (/^application\/grpc/i.test(request.headers['content-type'] ?? ''))
      throw new UnsupportedMediaType('gRPC is not passed on.');
    if (hopsOf(request.headers.via) >= gatewayBounds.hopsMax)
      throw new UpstreamUnreachable(new Error('the request goes in circles'));
    const sold = this.termsOf(proxy, target, request);
    const seller = this.proxies.principalOf(proxy);
    let page: PayPage | null = null;
    const outcome = await this.charging.run(seller, sold, credential, {
      alsoSent: (body) => {
        page = this.pages.of(exchange, proxy, body);
        return [...Object.entries(this.answers.envelope(exchange)), ...(page?.headers ?? [])];
      },
      beforeAsking: () => this.allowChallenge(exchange),
    });
    if ('asked' in outcome) {
      this.answers.asked(exchange, outcome.asked, page);
      return null;
    }
    const { paid, reservedUseId } = outcome;
    return { exchange, proxy, target, credential, paid, reservedUseId };
  }

  private async proxyOf({ proxyId }: Target, credential: Credential | null): Promise<ServedProxy> {
    try {
      const proxy = await this.proxies.find(proxyId);
      if (proxy?.isActive !== true || proxy.isRetired) throw new NotFound('Proxy');
      return proxy;
    } catch (error) {
      // Whoever may have paid is not told to pay again, whatever is away.
      if (error instanceof Problem || credential === null) throw error;
      throw new VerificationUnavailable(null, RETRY_SECONDS, error);
    }
  }

  private termsOf(proxy: ServedProxy, { path, resource }: Target, request: Exchange['request']): PaidRequest {
    const method = request.method ?? 'GET';
    const { priceSats, acceptFromSats, endpoint } = matchPrice(proxy, method, path, this.clock.now());
    const isReserved = endpoint?.reserve ?? true;
    // As long as the request may take: the upstream has its time after the last byte of a body.
    const millis = proxy.timeoutMillis + (hasBody(request) ? gatewayBounds.requestMillis : 0);
    const seconds = millis / 1000 + proxyBounds.reservationExtraSeconds;
    return {
      resource,
      method: soldMethod(method),
      priceSats,
      minAmountSats: acceptFromSats,
      description: endpoint?.summary ?? proxy.name,
      payer: null,
      maxUses: endpoint?.maxUses ?? null,
      tokenValiditySeconds: endpoint?.tokenValiditySeconds ?? null,
      metadata: { proxyId: proxy.proxyId },
      reserveSeconds: isReserved ? seconds : null,
    };
  }

  /** Each new challenge asks the wallet for an invoice, so an address gets few of them. */
  private async allowChallenge({ caller: { ip } }: Exchange): Promise<void> {
    const max = this.env.rateLimits.gateway;
    if (max === 0) return;
    const hit = await this.limits.hit(`gateway:${addressBucket(ip)}`, max, WINDOW_SECONDS);
    if (hit.allowed) return;
    this.metrics.rateLimited('gateway');
    const retryAfterSeconds = hit.resetSeconds;
    throw new RateLimited({ limit: hit.limit, windowSeconds: WINDOW_SECONDS, retryAfterSeconds });
  }
}

/** Every line counts, while Node joins or drops some of those that come twice; so they are read as they came. */
function credentialOf({ rawHeaders: raw }: IncomingMessage): Credential | null {
  const lines: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    if (CARRIERS.has(name)) lines.push([name, raw[i + 1] ?? '']);
  }
  return lines.length === 0 ? null : parseCredential(lines);
}
