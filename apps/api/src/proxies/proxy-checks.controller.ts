import { Body, Controller, Get, HttpCode, Param, Post, Query as QueryOf } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import type { Principal } from '@turnpike/merchants';
import { CheckPrice, ProbeUpstream, ReadProxyFigures } from '@turnpike/proxies';
import type { PriceCheck, UpstreamProbe } from '@turnpike/proxies';
import type { FiguresBelow } from '@turnpike/statistics';
import type { Query } from '../challenges/page.query.js';
import { readDays } from '../figures/days.query.js';
import { Access } from '../http/access.decorator.js';
import { CurrentPrincipal } from '../http/principal.js';
import { readPriceQuery } from './price.query.js';
import { ProbeUpstreamDto } from './probe-upstream.dto.js';

/** What a merchant can find out about its proxies; nothing is changed here. */
@Controller('api/proxy')
export class ProxyChecksController {
  constructor(
    private readonly probing: ProbeUpstream,
    private readonly prices: CheckPrice,
    private readonly figures: ReadProxyFigures,
    private readonly clock: Clock,
  ) {}

  /** Whether an address answers that could be an upstream. */
  @Post('probe')
  @HttpCode(200)
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', sessions: true })
  probe(@Body() { targetBaseUrl }: ProbeUpstreamDto): Promise<UpstreamProbe> {
    return this.probing.run(targetBaseUrl);
  }

  /** What a request would cost. */
  @Get(':proxyId/price')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read', sessions: true })
  price(
    @CurrentPrincipal() principal: Principal,
    @Param('proxyId') proxyId: string,
    @QueryOf() query: Query,
  ): Promise<PriceCheck> {
    const { method, path } = readPriceQuery(query);
    return this.prices.run(principal, proxyId, method, path);
  }

  /** What one has brought, by day. */
  @Get(':proxyId/figures')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read', sessions: true })
  readFigures(
    @CurrentPrincipal() principal: Principal,
    @Param('proxyId') proxyId: string,
    @QueryOf() query: Query,
  ): Promise<FiguresBelow> {
    const { from, to } = readDays(query, this.clock.now());
    return this.figures.run(principal, proxyId, from, to);
  }
}
