import { Body, Controller, Put } from '@nestjs/common';
import type { Author } from '@turnpike/audit';
import type { Principal } from '@turnpike/merchants';
import { WebhookEndpoints } from '@turnpike/webhooks';
import { Access } from '../http/access.decorator.js';
import { CurrentAuthor } from '../http/author.js';
import { CurrentPrincipal } from '../http/principal.js';
import { PutWebhookUrlDto } from './put-webhook-url.dto.js';

/** The route by which published clients set the one webhook that they know. */
@Controller('api/merchant/webhook-url')
export class WebhookUrlController {
  constructor(private readonly endpoints: WebhookEndpoints) {}

  /** Sets it; repeating it changes nothing, and other webhooks stay as they are. */
  @Put()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'write' })
  async put(
    @CurrentPrincipal() principal: Principal,
    @Body() { url, secret }: PutWebhookUrlDto,
    @CurrentAuthor() by: Author,
  ): Promise<{ readonly success: true }> {
    await this.endpoints.setLegacy(principal, url, secret ?? null, by);
    return { success: true };
  }
}
