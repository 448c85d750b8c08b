import { Controller, Get, Header, Param, Query as QueryOf, Res } from '@nestjs/common';
import { NotFound, ValidationFailed } from '@turnpike/problems';
import { documentOf, proxyBounds, proxyPath, ReadRegistry, ServedProxies } from '@turnpike/proxies';
import type { RegistryPage, RegistryQuery } from '@turnpike/proxies';
import type { FastifyReply } from 'fastify';
import type { Query } from '../challenges/page.query.js';
import { Access } from '../http/access.decorator.js';
import { PublicUrl } from '../http/public-url.js';

const MANIFEST = '/manifest.md';

/** What merchants tell in public of their proxies: for anybody, on pages of any site too. */
@Controller('api')
export class RegistryController {
  constructor(
    private readonly registry: ReadRegistry,
    private readonly proxies: ServedProxies,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** What is listed. */
  @Get('manifests/registry')
  @Header('Access-Control-Allow-Origin', '*')
  @Access({ kind: 'public', limit: 'publicRead' })
  list(@QueryOf() query: Query): Promise<RegistryPage> {
    return this.registry.run(readRegistryQuery(query), this.publicUrl.value);
  }

  /** The manifest of a proxy for people. */
  @Get('proxy/:proxyId/manifest.md')
  @Access({ kind: 'public', limit: 'publicRead' })
  async manifest(@Param('proxyId') proxyId: string, @Res() reply: FastifyReply): Promise<void> {
    const proxy = await this.proxies.find(proxyId);
    if (proxy?.isActive !== true || proxy.isRetired || !proxy.manifest.isEnabled) throw new NotFound('Proxy');
    const { tokenValiditySeconds } = this.proxies.principalOf(proxy).settings;
    const scene = { baseUrl: this.publicUrl.value + proxyPath(proxyId), tokenValiditySeconds };
    const document = documentOf(MANIFEST, proxy, scene);
    if (document === null) throw new NotFound('Proxy');
    void reply.header('access-control-allow-origin', '*').header('etag', document.etag);
    await reply.type(document.contentType).send(document.text);
  }
}

/** Reads `q`, `category`, `pageSize` (1 to 100, default 20) and `page` (from 1); anything else is `ValidationFailed` (400). */
export function readRegistryQuery(query: Query): RegistryQuery {
  const errors: Record<string, string[]> = {};
  const text = (name: string): string => {
    const value = query[name] ?? '';
    if (typeof value === 'string' && value.length <= proxyBounds.searchCharsMax) return value.trim();
    errors[name] = [`${name} must be a text of at most ${String(proxyBounds.searchCharsMax)} characters`];
    return '';
  };
  const number = (name: string, max: number, absent: number): number => {
    const value = query[name];
    if (value === undefined || value === '') return absent;
    const read = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : 0;
    if (read >= 1 && read <= max) return read;
    errors[name] = [`${name} must be a whole number from 1 to ${String(max)}`];
    return absent;
  };
  const read = {
    text: text('q'),
    category: text('category').toLowerCase(),
    page: number('page', proxyBounds.pagesMax, 1),
    pageSize: number('pageSize', proxyBounds.pageSizeMax, proxyBounds.pageSizeDefault),
  };
  if (Object.keys(errors).length > 0) throw new ValidationFailed(errors);
  return read;
}
