import { limits } from '@turnpike/config';
import { IsOptional } from 'class-validator';
import { HasCharacters } from '../http/characters.decorator.js';

/** The body of `PUT /api/merchant/webhook-url`. Without `secret` the one that is set stays. */
export class PutWebhookUrlDto {
  @HasCharacters(1, limits.webhookUrlCharsMax)
  url!: string;

  @IsOptional()
  @HasCharacters(1, limits.webhookSecretCharsMax)
  secret?: string | null;
}
