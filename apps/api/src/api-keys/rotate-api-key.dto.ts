import type { Rotation } from '@turnpike/merchants';
import { IsInt, IsOptional } from 'class-validator';
import { IsInstant, instantOf } from './instant.decorator.js';

/** The body of `POST /api/merchant/api-keys/{id}/rotate`; `expiresAt` is the end of the new key, absent for none. */
export class RotateApiKeyDto {
  @IsOptional()
  @IsInt()
  overlapSeconds?: number | null;

  @IsOptional()
  @IsInstant()
  expiresAt?: string | null;

  /** The rotation as the service takes it. */
  toRotation(): Rotation {
    return { overlapSeconds: this.overlapSeconds ?? null, expiresAt: instantOf(this.expiresAt) };
  }
}
