import { Injectable } from '@nestjs/common';
import { NotFound } from '@turnpike/problems';
import { documentOf, isDocumentPath, proxyPath, type ServedProxy, ServedProxies } from '@turnpike/proxies';
import { Answers } from './answers.js';
import type { Exchange } from './exchange.js';
import { GatewayAddress } from './gateway-address.js';
import { gatewayBounds } from './gateway-bounds.js';

/** Tells what proxies sell, to whoever asks: never for money, and never making anything. */
@Injectable()
export class ProxyDocuments {
  constructor(
    private readonly proxies: ServedProxies,
    private readonly answers: Answers,
    private readonly address: GatewayAddress,
  ) {}

  /**
   * Whether the path is one of a document, which then was answered. Such a path is never an upstream's; `NotFound` while the
   * merchant tells nothing.
   */
  answer(exchange: Exchange, proxy: ServedProxy, path: string): boolean {
    const { method, headers } = exchange.request;
    if (!isDocumentPath(path) || (method !== 'GET' && method !== 'HEAD')) return false;
    if (!proxy.manifest.isEnabled) throw new NotFound();
    const { tokenValiditySeconds } = this.proxies.principalOf(proxy).settings;
    const document = documentOf(path, proxy, {
      baseUrl: this.baseUrl(exchange, proxy),
      tokenValiditySeconds,
    });
    if (document === null) throw new NotFound();
    const all = {
      ETag: document.etag,
      'Cache-Control': `public, max-age=${String(gatewayBounds.documentSeconds)}`,
      'Content-Type': document.contentType,
    };
    const isKnown = headers['if-none-match']?.includes(document.etag) === true;
    this.answers.send(exchange, isKnown ? 304 : 200, isKnown ? null : document.text, all);
    return true;
  }

  private baseUrl({ hostProxyId, caller }: Exchange, { proxyId }: ServedProxy): string {
    if (hostProxyId !== null) return `${caller.protocol}://${caller.hostWithPort}`;
    return this.address.value + proxyPath(proxyId);
  }
}
