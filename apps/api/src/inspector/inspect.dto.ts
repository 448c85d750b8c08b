import type { InspectRequest } from '@turnpike/challenges';
import { limits } from '@turnpike/config';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** The body of `POST /api/merchant/inspect`; all but the text may be absent or `null`. */
export class InspectDto {
  @IsString()
  @MaxLength(limits.inspectedCharsMax)
  text!: string;

  @IsOptional()
  @IsString()
  @MaxLength(limits.resourceBytesMax)
  resource?: string | null;

  @IsOptional()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  @IsInt()
  amountSats?: number | null;

  @IsOptional()
  @IsString()
  @MaxLength(32)
  method?: string | null;

  /** The request as the inspector takes it; a blank text is an absent one, as in a form that was not filled in. */
  toRequest(): InspectRequest {
    const { text, resource, amountSats, method } = this;
    return {
      text,
      resource: resource?.trim() === '' ? null : (resource ?? null),
      amountSats: amountSats ?? null,
      method: method?.trim().toUpperCase() || null,
    };
  }
}
