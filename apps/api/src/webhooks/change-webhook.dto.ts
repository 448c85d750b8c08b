import { limits } from '@turnpike/config';
import { EVENT_TYPES } from '@turnpike/events';
import type { EventType } from '@turnpike/events';
import type { WebhookPatch } from '@turnpike/webhooks';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional } from 'class-validator';
import { sentMembers } from '../account/sent-members.js';
import { HasCharacters } from '../http/characters.decorator.js';

/** The body of `PATCH /api/merchant/webhooks/{id}`. What is absent or `null` stays; no `events` means all but those that have to be named. */
export class ChangeWebhookDto {
  @IsOptional()
  @HasCharacters(1, limits.webhookUrlCharsMax)
  url?: string | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(EVENT_TYPES.length)
  @ArrayUnique()
  @IsIn(EVENT_TYPES, { each: true })
  events?: EventType[] | null;

  @IsOptional()
  @HasCharacters(0, limits.webhookDescriptionCharsMax)
  description?: string | null;

  @IsOptional()
  @IsBoolean()
  enabled?: boolean | null;

  /** The members that change something. */
  toPatch(): WebhookPatch {
    const { url, events, description, enabled } = this;
    return sentMembers({ url, events, description, enabled });
  }
}
