import { Controller, Get, Query as QueryOf } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import type { Principal } from '@turnpike/merchants';
import { ReadOverview } from '@turnpike/statistics';
import type { Overview } from '@turnpike/statistics';
import type { Query } from '../challenges/page.query.js';
import { Access } from '../http/access.decorator.js';
import { CurrentPrincipal } from '../http/principal.js';
import { readDays } from './days.query.js';

/** Figures for charts, in the mode of the caller. */
@Controller('api/merchant')
export class FiguresController {
  constructor(
    private readonly overview: ReadOverview,
    private readonly clock: Clock,
  ) {}

  /** What happened on some days, beside the days before them. */
  @Get('overview')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  read(@CurrentPrincipal() principal: Principal, @QueryOf() query: Query): Promise<Overview> {
    const { from, to } = readDays(query, this.clock.now());
    return this.overview.run(principal, from, to);
  }
}
