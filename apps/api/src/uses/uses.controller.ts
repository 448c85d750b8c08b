import { type DecidedUse, Uses } from '@turnpike/challenges';
import { type Principal } from '@turnpike/merchants';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';

import { Access } from '../http/access.decorator.js';
import { CurrentPrincipal } from '../http/principal.js';

/** `/api/l402/uses`: what becomes of a reserved use. */
@Controller('api/l402/uses')
export class UsesController {
  constructor(private readonly uses: Uses) {}

  @Post(':useId/commit')
  @HttpCode(200)
  @Access({ kind: 'key', scopes: ['challenges:verify'], limit: 'verify' })
  commit(@CurrentPrincipal() principal: Principal, @Param('useId') useId: string): Promise<DecidedUse> {
    return this.uses.commit(principal, useId);
  }

  @Post(':useId/release')
  @HttpCode(200)
  @Access({ kind: 'key', scopes: ['challenges:verify'], limit: 'verify' })
  release(@CurrentPrincipal() principal: Principal, @Param('useId') useId: string): Promise<DecidedUse> {
    return this.uses.release(principal, useId);
  }
}
