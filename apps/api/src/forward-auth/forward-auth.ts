import { Inject, Injectable } from '@nestjs/common';
import { Clock, ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { parseCredential, PAYMENT_RECEIPT_HEADER } from '@turnpike/http402';
import type { Principal } from '@turnpike/merchants';
import { NotFound } from '@turnpike/problems';
import {
  ChargePayer,
  isPathOpen,
  matchPrice,
  type PaidRequest,
  type PaymentAsked,
  proxyPath,
  ServedProxies,
  soldMethod,
} from '@turnpike/proxies';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimiter } from '../http/rate-limit.js';
import { type ForwardedRequest, readForwarded } from './forwarded-request.js';

/** What a reverse proxy is answered. */
export interface ForwardAnswer {
  readonly status: 200 | 401 | 402;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: object | null;
}

const BODY_HEADER = 'X-Turnpike-Body';

/** Says to a reverse proxy whether a request is paid for; its server serves it then, and no answer passes here. */
@Injectable()
export class ForwardAuth {
  constructor(
    private readonly charging: ChargePayer,
    private readonly proxies: ServedProxies,
    private readonly limiter: RateLimiter,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** A use of what is paid for is committed. Throws problems as mint and verify do for payers, and for what is asked wrongly. */
  async answer(principal: Principal, request: FastifyRequest, reply: FastifyReply): Promise<ForwardAnswer> {
    const forwarded = readForwarded(request, this.env.priceSatsMax);
    if (forwarded.isPreflight) return { status: 200, headers: [], body: null };
    const sold = await this.termsOf(principal, forwarded);
    const credential = parseCredential(request.raw.headersDistinct);
    const outcome = await this.charging.run(principal, sold, credential, {
      alsoSent: (body) => (forwarded.asks401 ? [[BODY_HEADER, inHeader(body)]] : []),
      beforeAsking: () => this.allowChallenge(principal, reply),
    });
    if ('asked' in outcome) return asking(outcome.asked, forwarded.asks401);
    const { paymentHash, amountSats, mppReceipt } = outcome.paid;
    const headers = [
      ['X-L402-Payment-Hash', paymentHash ?? ''],
      ['X-L402-Amount-Sats', String(amountSats ?? '')],
      ...(mppReceipt === undefined ? [] : [[PAYMENT_RECEIPT_HEADER, mppReceipt] as const]),
    ] as const;
    return { status: 200, headers, body: null };
  }

  private async termsOf(principal: Principal, forwarded: ForwardedRequest): Promise<PaidRequest> {
    const { method, path, priceSats, proxyId, resource } = forwarded;
    const common = { method: soldMethod(method), payer: null, metadata: null, reserveSeconds: null };
    if (priceSats !== null) {
      const terms = { priceSats, minAmountSats: priceSats, maxUses: null, tokenValiditySeconds: null };
      return { ...common, ...terms, resource: resource ?? path, description: path };
    }
    const proxy = await this.proxies.find(proxyId ?? '');
    const isOwn = proxy?.tenant.merchantId === principal.merchantId && proxy.tenant.mode === principal.mode;
    if (proxy === null || !isOwn || !proxy.isActive || proxy.isRetired) throw new NotFound('Proxy');
    if (!isPathOpen(proxy, path)) throw new NotFound();
    const price = matchPrice(proxy, method, path, this.clock.now());
    return {
      ...common,
      metadata: { proxyId: proxy.proxyId },
      resource: resource ?? proxyPath(proxy.proxyId) + (path === '/' ? '' : path),
      priceSats: price.priceSats,
      minAmountSats: price.acceptFromSats,
      description: price.endpoint?.summary ?? proxy.name,
      maxUses: price.endpoint?.maxUses ?? null,
      tokenValiditySeconds: price.endpoint?.tokenValiditySeconds ?? null,
    };
  }

  private async allowChallenge({ keyId }: Principal, reply: FastifyReply): Promise<void> {
    const { mint } = this.env.rateLimits;
    if (mint > 0) await this.limiter.require('mint', mint, keyId, reply);
  }
}

/** Reverse proxies pass on one line of a name, some the first only; so the challenges are one. */
function asking({ headers, body }: PaymentAsked, asks401: boolean): ForwardAnswer {
  const isChallenge = ([name]: readonly [string, string]): boolean => name === 'WWW-Authenticate';
  const joined = headers.filter(isChallenge).map(([, value]) => value);
  const others = headers.filter((line) => !isChallenge(line));
  const all = [['WWW-Authenticate', joined.join(', ')] as const, ...others];
  if (!asks401) return { status: 402, headers: all, body };
  return { status: 401, headers: [...all, [BODY_HEADER, inHeader(body)]], body };
}

/** JSON in one line of ASCII, which a header can hold. */
function inHeader(body: object): string {
  return JSON.stringify(body).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
