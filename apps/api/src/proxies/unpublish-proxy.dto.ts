import { proxyBounds } from '@turnpike/proxies';
import { IsOptional } from 'class-validator';
import { HasCharacters } from '../http/characters.decorator.js';

/** The body of `POST /api/proxy/{proxyId}/unpublish`. */
export class UnpublishProxyDto {
  @IsOptional()
  @HasCharacters(0, proxyBounds.reasonCharsMax)
  reason?: string | null;
}
