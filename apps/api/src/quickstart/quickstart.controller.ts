import { Controller, Get } from '@nestjs/common';
import type { Principal } from '@turnpike/merchants';
import { Access } from '../http/access.decorator.js';
import { CurrentPrincipal } from '../http/principal.js';
import { Quickstart } from './quickstart.js';
import type { QuickstartView } from './quickstart.js';

/** The way to selling, step by step. */
@Controller('api/merchant/quickstart')
export class QuickstartController {
  constructor(private readonly quickstart: Quickstart) {}

  /** How far the merchant has come. */
  @Get()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  read(@CurrentPrincipal() principal: Principal): Promise<QuickstartView> {
    return this.quickstart.read(principal);
  }
}
