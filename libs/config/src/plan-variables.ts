import { readFileSync, statSync } from 'node:fs';
import { EnvError } from './env-error.js';
import { parsePlans, PlansFault } from './parse-plans.js';
import type { Plan } from './plan.js';
import { planBounds } from './plan-bounds.js';
import { PLAN_SETS } from './plan-sets.js';

const EXPECTED = `${Object.keys(PLAN_SETS).join(', ')} or the path of a JSON file of plans`;

/** The plans that a text chooses: one of our sets, or a file, which is read now. Throws EnvError. */
export function plansNamed(name: string, text: string | null): readonly Plan[] {
  const chosen = text ?? 'unlimited';
  const set = Object.hasOwn(PLAN_SETS, chosen) ? PLAN_SETS[chosen] : undefined;
  if (set !== undefined) return set;
  const content = contentOf(chosen);
  if (content === null)
    throw new EnvError(name, `${EXPECTED} of at most ${planBounds.plansFileBytesMax} bytes`);
  try {
    return parsePlans(content);
  } catch (error) {
    if (error instanceof PlansFault) throw new EnvError(name, `a file of plans in which ${error.message}`);
    throw error;
  }
}

/**
 * The plan of a new merchant: the one that is named, else `free`, else the first. Throws EnvError for one that is not there
 * and for one that would be over before it began.
 */
export function defaultPlan(name: string, text: string | null, plans: readonly Plan[]): string {
  const first = plans.find(({ id }) => id === 'free') ?? plans[0];
  const plan = text === null ? first : plans.find(({ id }) => id === text);
  if (plan === undefined) throw new EnvError(name, 'the id of one of the plans');
  if (plan.period !== null && plan.trialDays === 0) {
    throw new EnvError(name, 'a plan with a trial, or one without a period');
  }
  return plan.id;
}

function contentOf(path: string): string | null {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= planBounds.plansFileBytesMax ? readFileSync(path, 'utf8') : null;
  } catch {
    return null;
  }
}
