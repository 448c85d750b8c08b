import { Controller, Get, Param, Query as QueryOf } from '@nestjs/common';
import { ReadTimeline, SearchChallenges } from '@turnpike/challenges';
import type { FoundChallenges, TimelineEntry } from '@turnpike/challenges';
import type { Principal } from '@turnpike/merchants';
import type { Query } from '../challenges/page.query.js';
import { Access } from '../http/access.decorator.js';
import { CurrentPrincipal } from '../http/principal.js';
import { readSearch } from './search.query.js';

/** Looking for challenges and into them, in the mode of the caller. */
@Controller('api/merchant/challenges')
export class ChallengeSearchController {
  constructor(
    private readonly searching: SearchChallenges,
    private readonly timelines: ReadTimeline,
  ) {}

  /** Challenges that fit, the newest first. */
  @Get()
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  search(@CurrentPrincipal() principal: Principal, @QueryOf() query: Query): Promise<FoundChallenges> {
    const { search, limit, cursor } = readSearch(query);
    return this.searching.run(principal, search, limit, cursor);
  }

  /** What became of one challenge. */
  @Get(':paymentHash/timeline')
  @Access({ kind: 'key', scopes: ['merchant:admin'], limit: 'read' })
  timeline(
    @CurrentPrincipal() principal: Principal,
    @Param('paymentHash') paymentHash: string,
  ): Promise<{ readonly entries: readonly TimelineEntry[] }> {
    return this.timelines.run(principal, paymentHash);
  }
}
