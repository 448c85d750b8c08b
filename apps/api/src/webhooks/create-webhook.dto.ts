import { limits } from '@turnpike/config';
import { EVENT_TYPES } from '@turnpike/events';
import type { EventType } from '@turnpike/events';
import type { WebhookWish } from '@turnpike/webhooks';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';
import { HasCharacters } from '../http/characters.decorator.js';

/** The body of `POST /api/merchant/webhooks`. Without `events`, or with none, it gets all but those that have to be named. */
export class CreateWebhookDto {
  @HasCharacters(1, limits.webhookUrlCharsMax)
  url!: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(EVENT_TYPES.length)
  @ArrayUnique()
  @IsIn(EVENT_TYPES, { each: true })
  events?: EventType[] | null;

  @IsOptional()
  @HasCharacters(0, limits.webhookDescriptionCharsMax)
  description?: string | null;

  /** The wish as the service takes it. */
  toWish(): WebhookWish {
    const { url, events, description } = this;
    return { url, events: events ?? null, description: description || null };
  }
}
