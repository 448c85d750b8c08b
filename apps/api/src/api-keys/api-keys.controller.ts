import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import { RotateKey } from '@turnpike/members';
import { ApiKeyLifecycle } from '@turnpike/merchants';
import type { ApiKeyRecord, IssuedApiKey, Principal } from '@turnpike/merchants';
import { Access } from '../http/access.decorator.js';
import { CurrentAuthor } from '../http/author.js';
import { CurrentPrincipal } from '../http/principal.js';
import { CreateApiKeyDto } from './create-api-key.dto.js';
import { RotateApiKeyDto } from './rotate-api-key.dto.js';

/** A merchant's API keys, in the mode of the calling key. */
@Controller('api/merchant/api-keys')
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeyLifecycle,
    private readonly rotation: RotateKey,
  ) {}

  /** All keys, newest first, without their secrets. */
  @Get()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  async list(@CurrentPrincipal() principal: Principal): Promise<{ apiKeys: readonly ApiKeyRecord[] }> {
    return { apiKeys: await this.keys.list(principal) };
  }

  /** Makes a key; its secret is in this answer only. */
  @Post()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write' })
  create(
    @CurrentPrincipal() principal: Principal,
    @Body() body: CreateApiKeyDto,
    @CurrentAuthor() by: Author,
  ): Promise<IssuedApiKey> {
    return this.keys.create(principal, body.toWish(), by);
  }

  /** Replaces a key; the old one ends after the overlap. */
  @Post(':id/rotate')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write' })
  rotate(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Body() body: RotateApiKeyDto,
    @CurrentAuthor() by: Author,
  ): Promise<IssuedApiKey> {
    return this.rotation.run(principal, id, body.toRotation(), by);
  }

  /** Ends a key at once, the calling one included. */
  @Delete(':id')
  @HttpCode(204)
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write' })
  revoke(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @CurrentAuthor() by: Author,
  ): Promise<void> {
    return this.keys.revoke(principal, id, by);
  }
}
