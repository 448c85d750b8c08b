import { boundQuery } from './bound-query.js';
import { MIDDLEWARE_BOUNDS } from './middleware-bounds.js';
import type { PaywallOptions } from './paywall-options.js';
import type { Asked } from './request-facts.js';

/**
 * The name under which a request is sold and verified: service, then path or the seller's own text, then the chosen
 * parameters of the query. Throws `RefusedQuery` for a query without a single meaning, a `TypeError` for a text of the
 * seller that cannot be a resource.
 */
export async function resourceFor<Request>(
  { service, resource, query = [] }: PaywallOptions<Request>,
  request: Request,
  asked: Asked,
): Promise<string> {
  const named = typeof resource === 'function' ? await resource(request, asked) : (resource ?? asked.path);
  const parameters = boundQuery(asked.query, query);
  const prefix = service === undefined ? '' : named.startsWith('/') ? service : `${service}/`;
  const whole = `${prefix}${named}${parameters === '' ? '' : `?${parameters}`}`;
  if (typeof named !== 'string' || named.trim() === '' || /[\u0000-\u001f\u007f-\u009f]/.test(whole)) {
    throw new TypeError('l402: `resource` is a text that is not blank and holds no control character');
  }
  return whole;
}

/** Whether the broker would take a resource of this length. */
export function isTooLong(resource: string): boolean {
  const bytesMax = MIDDLEWARE_BOUNDS.resourceBytesMax;
  // No character takes more than three bytes for each of its units.
  return resource.length * 3 > bytesMax && new TextEncoder().encode(resource).length > bytesMax;
}
