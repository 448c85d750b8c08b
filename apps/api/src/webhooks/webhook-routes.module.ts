import { Module } from '@nestjs/common';
import { WebhooksModule } from '@turnpike/webhooks';
import { WebhookUrlController } from './webhook-url.controller.js';
import { WebhooksController } from './webhooks.controller.js';

/** A merchant's webhooks over HTTP. */
@Module({ imports: [WebhooksModule], controllers: [WebhooksController, WebhookUrlController] })
export class WebhookRoutesModule {}
