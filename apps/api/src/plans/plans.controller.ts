import { Controller, Get } from '@nestjs/common';
import type { Plan } from '@turnpike/config';
import { Plans } from '@turnpike/merchants';
import { Access } from '../http/access.decorator.js';

/** What merchants can choose from. */
@Controller('api/plans')
export class PlansController {
  constructor(private readonly plans: Plans) {}

  /** Every plan, in the operator's order. */
  @Get()
  @Access({ kind: 'public', limit: 'publicRead' })
  list(): { readonly plans: readonly Plan[] } {
    return { plans: this.plans.offered };
  }
}
