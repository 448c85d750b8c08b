import { Inject, Injectable } from '@nestjs/common';
import { ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';

/** How strangers become merchants of this instance. */
@Injectable()
export class SignUpWays {
  constructor(@Inject(ENV) private readonly env: Env) {}

  /** By a link in a letter. */
  get free(): boolean {
    return this.env.signUp?.includes('free') ?? false;
  }

  /** By paying the operator's merchant. */
  get l402(): boolean {
    return this.env.operatorMerchant !== null && (this.env.signUp?.includes('l402') ?? false);
  }

  /** What the latter costs. */
  get priceSats(): number {
    return this.env.signUpPriceSats;
  }
}
