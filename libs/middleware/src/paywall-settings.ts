import { HangUps, LostRequests } from '@turnpike/http402';
import { L402Server } from '@turnpike/server-sdk';

import { FreeQuota } from './free-quota.js';
import { MIDDLEWARE_BOUNDS } from './middleware-bounds.js';
import type { Broker, PaywallOptions } from './paywall-options.js';
import { checkedPrice } from './price.js';
import { UseDecisions } from './use-decisions.js';

/** The options of a paywall once they are checked. */
export interface PaywallSettings<Request> extends PaywallOptions<Request> {
  readonly client: Broker;
  readonly quota: FreeQuota<Request> | null;
  readonly lost: LostRequests;
  readonly uses: UseDecisions;
  readonly hangUps: HangUps;
  /** Tells the seller of a failure; never throws. */
  readonly report: (error: unknown) => void;
}

const SERVICE = /^[A-Za-z0-9._~-]{1,64}$/;

/** The settings of a paywall. Throws a `TypeError` for what cannot be meant, so that it shows at start. */
export function checkedOptions<Request>(options: PaywallOptions<Request>): PaywallSettings<Request> {
  const { priceSats, acceptFromSats, service, query, maxUses, freeRequests } = options;
  if (typeof priceSats !== 'function') checkedPrice(priceSats, 'priceSats');
  if (typeof acceptFromSats === 'number') checkedPrice(acceptFromSats, 'acceptFromSats');
  if (service !== undefined && !SERVICE.test(service)) {
    throw new TypeError('l402: `service` is 1 to 64 letters, digits and . _ ~ -');
  }
  if (query?.some((key) => typeof key !== 'string' || !/^[^[\].]+$/.test(key))) {
    throw new TypeError('l402: `query` lists names of parameters, without brackets and dots');
  }
  if (maxUses !== undefined && !(Number.isInteger(maxUses) && maxUses >= 1)) {
    throw new TypeError('l402: `maxUses` is a whole number, 1 or more');
  }
  const [client, report] = [brokerOf(options), reporter(options.onError)];
  return {
    ...options,
    client,
    quota: freeRequests === undefined ? null : new FreeQuota(freeRequests),
    lost: new LostRequests(MIDDLEWARE_BOUNDS.lostRequestsMax),
    uses: new UseDecisions(client, report),
    hangUps: new HangUps(MIDDLEWARE_BOUNDS.hangUps),
    report,
  };
}

function brokerOf<Request>({ client, apiKey, baseUrl }: PaywallOptions<Request>): Broker {
  if (client !== undefined) {
    if (apiKey !== undefined || baseUrl !== undefined) {
      throw new TypeError('l402: `client` and `apiKey` with `baseUrl` are mutually exclusive');
    }
    return client;
  }
  if (apiKey === undefined || baseUrl === undefined) {
    throw new TypeError('l402: `client` is missing, or `apiKey` and `baseUrl`');
  }
  return new L402Server({ apiKey, baseUrl });
}

function reporter(onError: ((error: unknown) => void) | undefined): (error: unknown) => void {
  return (error) => {
    try {
      onError?.(error);
    } catch {
      // A seller's log that fails decides nothing about a payer.
    }
  };
}
