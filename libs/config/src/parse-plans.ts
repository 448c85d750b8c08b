import type { Plan, PlanCaps, PlanOffer } from './plan.js';
import { planBounds } from './plan-bounds.js';
import { EVERYTHING_BUILT, NO_CAPS } from './plan-sets.js';

/** What is wrong with a file of plans, as a sentence about the member at fault; it names no value. */
export class PlansFault extends Error {}

type Members = Readonly<Record<string, unknown>>;

/** The plan that others fall back to when their time is over. */
const FREE = 'free';
const ID = /^[a-z][a-z0-9_-]{0,39}$/;
const PLAN_MEMBERS = 'id, name, priceUsdCents, priceSats, period, trialDays, caps, features'.split(', ');

/**
 * Reads `{"plans": [...]}`. Only `id` and `name` are compulsory; an absent member is `null`, no bound, no trial, or what we
 * have built. Throws PlansFault for anything else, members that nobody knows included: a cap that is misspelt is none.
 */
export function parsePlans(text: string): readonly Plan[] {
  const { plans } = membersOf(parseJson(text), 'the file', ['plans']);
  if (!Array.isArray(plans) || plans.length === 0 || plans.length > planBounds.plansMax) {
    throw new PlansFault(`plans is a list of 1 to ${planBounds.plansMax}`);
  }
  const parsed = plans.map((plan: unknown, index) => parsePlan(plan, `plans[${index}]`));
  if (new Set(parsed.map(({ id }) => id)).size < parsed.length)
    throw new PlansFault('every id is there once');
  return Object.freeze(parsed);
}

function parsePlan(value: unknown, at: string): Plan {
  const members = membersOf(value, at, PLAN_MEMBERS);
  const { id, name, period = null } = members;
  if (typeof id !== 'string' || !ID.test(id)) {
    throw new PlansFault(`${at}.id is 1 to 40 of a-z, 0-9, _ and -, a letter first`);
  }
  if (typeof name !== 'string' || name.trim() === '' || name.length > planBounds.planNameCharsMax) {
    throw new PlansFault(`${at}.name is a text of 1 to ${planBounds.planNameCharsMax} characters`);
  }
  if (period !== null && period !== 'month') throw new PlansFault(`${at}.period is null or "month"`);
  const plan: Plan = {
    id,
    name,
    priceUsdCents: count(members, 'priceUsdCents', at, planBounds.priceUsdCentsMax),
    priceSats: count(members, 'priceSats', at, planBounds.priceSatsMax),
    period,
    trialDays: count(members, 'trialDays', at, planBounds.trialDaysMax) ?? 0,
    caps: parseCaps(members['caps'], `${at}.caps`),
    features: parseFeatures(members['features'], `${at}.features`),
  };
  requireSense(plan, at);
  return Object.freeze(plan);
}

/** What is sold ends, and what has no end is not sold. */
function requireSense({ id, period, priceSats, trialDays }: Plan, at: string): void {
  if (period === 'month') {
    if (id === FREE) throw new PlansFault(`${at}.period of the plan free is null, as others fall back to it`);
    if (priceSats === 0) throw new PlansFault(`${at}.priceSats of a plan with a period is null or above 0`);
    return;
  }
  if (priceSats !== null && priceSats > 0) {
    throw new PlansFault(`${at}.priceSats of a plan without a period is null or 0`);
  }
  if (trialDays > 0) throw new PlansFault(`${at}.trialDays of a plan without a period is 0`);
}

function parseCaps(value: unknown, at: string): PlanCaps {
  if (value === undefined || value === null) return NO_CAPS;
  const members = membersOf(value, at, Object.keys(NO_CAPS));
  return Object.freeze({
    resources: count(members, 'resources', at, planBounds.cappedResourcesMax),
    challenges: count(members, 'challenges', at, planBounds.cappedChallengesMax),
    priceSats: count(members, 'priceSats', at, planBounds.priceSatsMax),
    proxies: count(members, 'proxies', at, planBounds.cappedProxiesMax),
  });
}

function parseFeatures(value: unknown, at: string): PlanOffer {
  if (value === undefined || value === null) return EVERYTHING_BUILT;
  const members = membersOf(value, at, Object.keys(EVERYTHING_BUILT));
  const flag = (name: keyof PlanOffer): boolean => {
    const given = members[name] ?? EVERYTHING_BUILT[name];
    if (typeof given !== 'boolean') throw new PlansFault(`${at}.${name} is true or false`);
    return given;
  };
  const uptime = members['slaUptimePercentage'] ?? EVERYTHING_BUILT.slaUptimePercentage;
  if (typeof uptime !== 'number' || uptime < 0 || uptime > 100) {
    throw new PlansFault(`${at}.slaUptimePercentage is a number from 0 to 100`);
  }
  return Object.freeze({
    listingEnabled: flag('listingEnabled'),
    analyticsEnabled: flag('analyticsEnabled'),
    prioritySupport: flag('prioritySupport'),
    customBrandingEnabled: flag('customBrandingEnabled'),
    maxWebhookEndpoints:
      count(members, 'maxWebhookEndpoints', at, planBounds.webhookEndpointsMax) ??
      EVERYTHING_BUILT.maxWebhookEndpoints,
    slaUptimePercentage: uptime,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PlansFault('everything is JSON');
  }
}

function membersOf(value: unknown, at: string, known: readonly string[]): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PlansFault(`${at} is an object`);
  }
  const strange = Object.keys(value).some((name) => !known.includes(name));
  if (strange) throw new PlansFault(`${at} has no members but ${known.join(', ')}`);
  return value as Members;
}

function count(members: Members, name: string, at: string, max: number): number | null {
  const value = members[name] ?? null;
  if (value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) return value;
  throw new PlansFault(`${at}.${name} is null or a whole number from 0 to ${max}`);
}
