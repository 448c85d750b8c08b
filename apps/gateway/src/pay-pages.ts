import { Injectable } from '@nestjs/common';
import type { PaymentRequiredBody } from '@turnpike/http402';
import { type PayPage, payPage, wantsPage } from '@turnpike/middleware';
import { proxyPath, type ServedProxy, statusPath } from '@turnpike/proxies';
import type { Exchange } from './exchange.js';

/** Makes the page on which a person pays, where a browser opens what is sold. It is ours, whatever the upstream is. */
@Injectable()
export class PayPages {
  /** The page with its policy, under which only its own script runs; null for whoever is served better by JSON. */
  of(exchange: Exchange, proxy: ServedProxy, { l402, reason, detail }: PaymentRequiredBody): PayPage | null {
    const { request, hostProxyId } = exchange;
    const header = (name: string): string | undefined => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : value?.join(', ');
    };
    if (!wantsPage({ method: request.method ?? '', header })) return null;
    const { macaroon, invoice, resource } = l402;
    const [amountSats, paymentHash, expiresAt] = [l402.amount_sats, l402.payment_hash, l402.expires_at];
    const challenge = { macaroon, invoice, resource, amountSats, paymentHash, expiresAt };
    const base = hostProxyId === null ? proxyPath(proxy.proxyId) : '';
    return payPage(challenge, reason === null ? null : detail, {
      title: proxy.tenant.mode === 'test' ? `${proxy.name} (test mode)` : proxy.name,
      statusUrl: (hash) => base + statusPath(hash),
    });
  }
}
