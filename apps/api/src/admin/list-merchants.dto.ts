import type { MerchantQuery } from '@turnpike/merchants';
import { Allow, IsOptional } from 'class-validator';
import { readPage } from '../challenges/page.query.js';
import { HasCharacters } from '../http/characters.decorator.js';

/** The query of `GET /api/admin/merchants`; a blank `q` finds all. */
export class ListMerchantsDto {
  @IsOptional()
  @HasCharacters(0, 254)
  q?: string;

  @Allow()
  limit?: unknown;

  @Allow()
  offset?: unknown;

  /** The query as the service takes it; ValidationFailed for a page that cannot be. */
  toQuery(): MerchantQuery {
    const q = this.q?.trim() ?? '';
    return { q: q === '' ? null : q, ...readPage({ limit: this.limit, offset: this.offset }) };
  }
}
