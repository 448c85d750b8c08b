import type { PlanCaps } from '@turnpike/config';
import { PlanEndpointLimit, type PlanStanding, PlanVolumeLimit, type Problem } from '@turnpike/problems';

/** Which cap of a plan keeps a challenge from being recorded. */
export type CapReached = 'challenges' | 'resources';

/** A mint that counts against the caps of a plan: what is counted where, and up to what. */
export interface CountedMint {
  readonly standing: PlanStanding;
  readonly caps: Pick<PlanCaps, 'challenges' | 'resources'>;
  /** The first day of the month that it counts in, as `2026-11-01`. */
  readonly month: string;
  /** 32 hex digits. */
  readonly endpoint: string;
}

/** What the merchant is told when a cap is reached. */
export function capProblem({ standing, caps }: CountedMint, reached: CapReached): Problem {
  return reached === 'challenges'
    ? new PlanVolumeLimit(standing, caps.challenges ?? 0)
    : new PlanEndpointLimit(standing, caps.resources ?? 0);
}
