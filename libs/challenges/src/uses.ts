import { type Tenant } from '@turnpike/l402';
import { Clock } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { NotFound, UseStateConflict } from '@turnpike/problems';
import { Injectable } from '@nestjs/common';

import { parseUseId } from './use-id.js';
import { USE_STATE, type UseState, useStateAt } from './use-state.js';
import { UseTransitionRepository } from './use-transition.repository.js';

/** The answer to commit and release. */
export interface DecidedUse {
  readonly useId: string;
  readonly state: UseState;
  readonly usesRemaining: number | null;
}

/**
 * Commit and release of reserved uses. The same call again changes nothing and answers the same; the opposite one is
 * refused with `UseStateConflict` (409). A reservation whose time is over counts as committed. Another tenant's use does
 * not exist (`NotFound`, 404).
 */
@Injectable()
export class Uses {
  private readonly transitions: UseTransitionRepository;

  constructor(
    pool: HotPool,
    private readonly clock: Clock,
  ) {
    this.transitions = new UseTransitionRepository(pool);
  }

  /** Makes a reserved use final. */
  commit(tenant: Tenant, useId: string): Promise<DecidedUse> {
    return this.decide(tenant, useId, 'committed');
  }

  /** Gives a reserved use back, for a payer whose request could not be served. */
  release(tenant: Tenant, useId: string): Promise<DecidedUse> {
    return this.decide(tenant, useId, 'released');
  }

  private async decide(tenant: Tenant, useId: string, to: 'committed' | 'released'): Promise<DecidedUse> {
    const use = parseUseId(useId);
    if (!use) throw new NotFound('Use');
    const now = this.clock.now();
    const standing = await this.transitions.move(tenant, use, USE_STATE[to], now);
    if (!standing) throw new NotFound('Use');
    const state = useStateAt(standing.state, standing.reservedUntil, now);
    if (state !== to) throw new UseStateConflict(state);
    return { useId, state, usesRemaining: standing.usesRemaining };
  }
}
