import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query as QueryOf,
} from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import type { Principal } from '@turnpike/merchants';
import { DeliveryLog, SendAgain, WebhookEndpoints } from '@turnpike/webhooks';
import type { DeliveryPage, WebhookView, WebhookWithSecret } from '@turnpike/webhooks';
import type { Query } from '../challenges/page.query.js';
import { Access } from '../http/access.decorator.js';
import { CurrentAuthor } from '../http/author.js';
import { CurrentPrincipal } from '../http/principal.js';
import { readKeysetPage } from '../events/keyset-page.query.js';
import { ChangeWebhookDto } from './change-webhook.dto.js';
import { CreateWebhookDto } from './create-webhook.dto.js';

/** The answer of `GET /api/merchant/webhooks`. */
interface WebhookList {
  readonly webhooks: readonly WebhookView[];
}

/** Where a merchant has us send events, in the mode of the caller. Secrets are shown when they are made, and never again. */
@Controller('api/merchant/webhooks')
export class WebhooksController {
  constructor(
    private readonly endpoints: WebhookEndpoints,
    private readonly deliveries: DeliveryLog,
    private readonly sendAgain: SendAgain,
  ) {}

  /** All webhooks, newest first. */
  @Get()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  async list(@CurrentPrincipal() principal: Principal): Promise<WebhookList> {
    return { webhooks: await this.endpoints.list(principal) };
  }

  /** Makes one. */
  @Post()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write' })
  create(
    @CurrentPrincipal() principal: Principal,
    @Body() body: CreateWebhookDto,
    @CurrentAuthor() by: Author,
  ): Promise<WebhookWithSecret> {
    return this.endpoints.create(principal, body.toWish(), by);
  }

  /** Changes what is sent. */
  @Patch(':id')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write' })
  change(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Body() body: ChangeWebhookDto,
    @CurrentAuthor() by: Author,
  ): Promise<WebhookView> {
    return this.endpoints.change(principal, id, body.toPatch(), by);
  }

  /** Removes one. */
  @Delete(':id')
  @HttpCode(204)
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write' })
  async remove(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @CurrentAuthor() by: Author,
  ): Promise<void> {
    await this.endpoints.remove(principal, id, by);
  }

  /** Makes a new secret; the old one signs on for a day. */
  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write' })
  rotateSecret(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @CurrentAuthor() by: Author,
  ): Promise<WebhookWithSecret> {
    return this.endpoints.rotateSecret(principal, id, by);
  }

  /** Sends `webhook.test` to this one alone. */
  @Post(':id/test')
  @HttpCode(202)
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write' })
  async test(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @CurrentAuthor() by: Author,
  ): Promise<{ readonly eventId: string }> {
    return { eventId: await this.sendAgain.test(principal, id, by) };
  }

  /** What became of the events that it was to get, newest first. */
  @Get(':id/deliveries')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  listDeliveries(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @QueryOf() query: Query,
  ): Promise<DeliveryPage> {
    const { limit, cursor } = readKeysetPage(query);
    return this.deliveries.list(principal, id, cursor, limit);
  }
}
