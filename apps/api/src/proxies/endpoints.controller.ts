import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import type { Principal } from '@turnpike/merchants';
import { PriceTables } from '@turnpike/proxies';
import type { EndpointView } from '@turnpike/proxies';
import { Access } from '../http/access.decorator.js';
import { CurrentAuthor } from '../http/author.js';
import { CurrentPrincipal } from '../http/principal.js';
import { ChangeEndpointDto, CreateEndpointDto } from './endpoint.dto.js';

/** The prices of a merchant's proxies. */
@Controller('api/proxy/:proxyId/manifest/endpoints')
export class EndpointsController {
  constructor(private readonly prices: PriceTables) {}

  /** All endpoints of a proxy, oldest first. */
  @Get()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read', sessions: true })
  async list(
    @CurrentPrincipal() principal: Principal,
    @Param('proxyId') proxyId: string,
  ): Promise<{ readonly endpoints: readonly EndpointView[] }> {
    return { endpoints: await this.prices.list(principal, proxyId) };
  }

  /** Adds one. */
  @Post()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', sessions: true })
  create(
    @CurrentPrincipal() principal: Principal,
    @Param('proxyId') proxyId: string,
    @Body() body: CreateEndpointDto,
    @CurrentAuthor() by: Author,
  ): Promise<EndpointView> {
    return this.prices.create(principal, proxyId, body.toWish(), by);
  }

  /** Changes what is sent. */
  @Put(':endpointId')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', sessions: true })
  change(
    @CurrentPrincipal() principal: Principal,
    @Param('proxyId') proxyId: string,
    @Param('endpointId') endpointId: string,
    @Body() body: ChangeEndpointDto,
    @CurrentAuthor() by: Author,
  ): Promise<EndpointView> {
    return this.prices.change(principal, proxyId, endpointId, body.toPatch(), by);
  }

  /** Removes one. */
  @Delete(':endpointId')
  @HttpCode(204)
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', sessions: true })
  async remove(
    @CurrentPrincipal() principal: Principal,
    @Param('proxyId') proxyId: string,
    @Param('endpointId') endpointId: string,
    @CurrentAuthor() by: Author,
  ): Promise<void> {
    await this.prices.remove(principal, proxyId, endpointId, by);
  }
}
