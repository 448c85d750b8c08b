import { ColdPool } from '@turnpike/database';
import { Injectable } from '@nestjs/common';

import { refusalsOf } from './token-refusal.repository.js';

/** Why a challenge's token was refused: how often, and when last, to within some seconds. */
export interface TokenRefusal {
  readonly reason: string;
  readonly count: number;
  readonly lastAt: Date;
}

/** What refusals are known of single challenges, by their keys of 32 hex digits. */
@Injectable()
export class TokenRefusals {
  constructor(private readonly pool: ColdPool) {}

  /** The caller has made sure whose challenge it is. */
  of(key: string): Promise<TokenRefusal[]> {
    return refusalsOf(this.pool, key);
  }
}
