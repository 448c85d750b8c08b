import { limits } from '@turnpike/config';
import type { MerchantQuery } from '@turnpike/merchants';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const Numeral = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^[0-9]{1,9}$/.test(value) ? Number(value) : value,
  );

/** The query of `GET /api/admin/merchants`; a blank `q` finds all. */
export class ListMerchantsDto {
  @IsOptional()
  @IsString()
  @MaxLength(254)
  q?: string;

  @IsOptional()
  @Numeral()
  @IsInt()
  @Min(1)
  @Max(limits.listLimitMax)
  limit?: number;

  @IsOptional()
  @Numeral()
  @IsInt()
  @Min(0)
  @Max(limits.listOffsetMax)
  offset?: number;

  /** The query as the service takes it. */
  toQuery(): MerchantQuery {
    const q = this.q?.trim() ?? '';
    return {
      q: q === '' ? null : q,
      limit: this.limit ?? limits.listLimitDefault,
      offset: this.offset ?? 0,
    };
  }
}
