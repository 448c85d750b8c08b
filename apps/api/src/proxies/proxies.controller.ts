import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import type { Principal } from '@turnpike/merchants';
import { CheckProxyHosts, Manifests, Proxies, UnpublishProxy } from '@turnpike/proxies';
import type {
  ManifestSettingsView,
  ProxyFigures,
  ProxyHostView,
  ProxyView,
  UnpublishedProxy,
} from '@turnpike/proxies';
import { Access } from '../http/access.decorator.js';
import { CurrentAuthor } from '../http/author.js';
import { CurrentPrincipal } from '../http/principal.js';
import { ChangeProxyDto } from './change-proxy.dto.js';
import { CreateProxyDto } from './create-proxy.dto.js';
import { ManifestSettingsDto } from './manifest-settings.dto.js';
import { UnpublishProxyDto } from './unpublish-proxy.dto.js';

/** A merchant's proxies, in the mode of the caller. What is sent to an upstream is never shown. */
@Controller('api/proxy')
export class ProxiesController {
  constructor(
    private readonly proxies: Proxies,
    private readonly manifests: Manifests,
    private readonly unpublishing: UnpublishProxy,
    private readonly hosts: CheckProxyHosts,
  ) {}

  /** All proxies, oldest first. */
  @Get()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read', sessions: true })
  async list(@CurrentPrincipal() principal: Principal): Promise<{ readonly proxies: readonly ProxyView[] }> {
    return { proxies: await this.proxies.list(principal) };
  }

  /** Makes one. */
  @Post()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', sessions: true })
  create(
    @CurrentPrincipal() principal: Principal,
    @Body() body: CreateProxyDto,
    @CurrentAuthor() by: Author,
  ): Promise<ProxyView> {
    return this.proxies.create(principal, body.toWish(), by);
  }

  /** One, with what it has brought. */
  @Get(':proxyId')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read', sessions: true })
  get(
    @CurrentPrincipal() principal: Principal,
    @Param('proxyId') proxyId: string,
  ): Promise<ProxyView & ProxyFigures> {
    return this.proxies.get(principal, proxyId);
  }

  /** Changes what is sent. */
  @Put(':proxyId')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', sessions: true })
  change(
    @CurrentPrincipal() principal: Principal,
    @Param('proxyId') proxyId: string,
    @Body() body: ChangeProxyDto,
    @CurrentAuthor() by: Author,
  ): Promise<ProxyView> {
    return this.proxies.change(principal, proxyId, body.toPatch(), by);
  }

  /** Removes one. */
  @Delete(':proxyId')
  @HttpCode(204)
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', sessions: true })
  async remove(
    @CurrentPrincipal() principal: Principal,
    @Param('proxyId') proxyId: string,
    @CurrentAuthor() by: Author,
  ): Promise<void> {
    await this.proxies.remove(principal, proxyId, by);
  }

  /** Takes one from the public for good. */
  @Post(':proxyId/unpublish')
  @HttpCode(200)
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', sessions: true })
  unpublish(
    @CurrentPrincipal() principal: Principal,
    @Param('proxyId') proxyId: string,
    @Body() { reason }: UnpublishProxyDto,
    @CurrentAuthor() by: Author,
  ): Promise<UnpublishedProxy> {
    return this.unpublishing.run(principal, proxyId, reason || null, by);
  }

  /** Looks whether the DNS of its host names holds what it is to hold. */
  @Post(':proxyId/hosts/check')
  @HttpCode(200)
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', sessions: true })
  async checkHosts(
    @CurrentPrincipal() principal: Principal,
    @Param('proxyId') proxyId: string,
    @CurrentAuthor() by: Author,
  ): Promise<{ readonly hosts: readonly ProxyHostView[] }> {
    return { hosts: await this.hosts.run(principal, proxyId, by) };
  }

  /** What is told of one in public. */
  @Get(':proxyId/manifest/settings')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read', sessions: true })
  manifest(
    @CurrentPrincipal() principal: Principal,
    @Param('proxyId') proxyId: string,
  ): Promise<ManifestSettingsView> {
    return this.manifests.get(principal, proxyId);
  }

  /** Changes what is told of one in public. */
  @Put(':proxyId/manifest/settings')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write', sessions: true })
  changeManifest(
    @CurrentPrincipal() principal: Principal,
    @Param('proxyId') proxyId: string,
    @Body() body: ManifestSettingsDto,
    @CurrentAuthor() by: Author,
  ): Promise<ManifestSettingsView> {
    return this.manifests.change(principal, proxyId, body.toPatch(), by);
  }
}
