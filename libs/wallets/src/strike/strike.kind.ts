import type { BudgetPlan } from '../call-budget.js';
import { credentialMembers, credentialText, InvalidCredentials } from '../invalid-credentials.js';
import { WalletHttp } from '../wallet-http.js';
import { defineWalletKind, type WalletKindDefinition, type WalletSurroundings } from '../wallet-kind.js';
import { StrikeClient } from './strike.client.js';
import { StrikeProvider } from './strike.provider.js';
import { StrikeQuoteProvider } from './strike-quote.provider.js';
import { STRIKE_CURRENCIES, type StrikeCurrency } from './strike.types.js';

/** What connects a Strike account. */
export interface StrikeCredentials {
  readonly apiKey: string;
  /** What the account is credited in. */
  readonly targetCurrency: StrikeCurrency;
  /** Invoices with quotes instead of receive requests. */
  readonly quotes: boolean;
}

const LIVE = new URL('https://api.strike.me');
const SANDBOX_HOST = 'api.dev.strike.me';
const KEY_CHARS_MAX = 512;

/** 800 of the 1,000 calls in ten minutes that Strike allows a key before it locks it for an hour. */
const BUDGET: BudgetPlan = Object.freeze({
  create: { burst: 60, perMinute: 42 },
  'look-up': { burst: 30, perMinute: 21 },
  other: { burst: 10, perMinute: 7 },
});

/** The same of the 350 calls of the sandbox. */
const SANDBOX_BUDGET: BudgetPlan = Object.freeze({
  create: { burst: 20, perMinute: 15 },
  'look-up': { burst: 11, perMinute: 7 },
  other: { burst: 4, perMinute: 2 },
});

/** The kind `strike`: an account at Strike. `base` is where its API is; merchants never choose it. */
export function strikeKind(surroundings: WalletSurroundings, base = LIVE): WalletKindDefinition {
  const { guard, logger } = surroundings;
  return defineWalletKind<StrikeCredentials>({
    habits: { firstStepSeconds: 3, lateLooks: true },
    budget: base.hostname === SANDBOX_HOST ? SANDBOX_BUDGET : BUDGET,
    account: ({ apiKey }) => apiKey,
    parse: parseStrikeCredentials,
    open: ({ apiKey, targetCurrency, quotes }, { budget, webhook }) => {
      const headers = { authorization: `Bearer ${apiKey}` };
      const http = new WalletHttp({ base, guard, budget, headers });
      const client = new StrikeClient(http, logger);
      const end = (): Promise<void> => http.close();
      return quotes
        ? new StrikeQuoteProvider(client, webhook, end)
        : new StrikeProvider(client, targetCurrency, webhook, end);
    },
  });
}

/**
 * Reads credentials. A quote in another currency than bitcoin lives half a minute and is for whole cents, so it can
 * neither be handed out nor be for the satoshis that were asked for: that pair is refused.
 */
export function parseStrikeCredentials(value: unknown): StrikeCredentials {
  const members = credentialMembers(value);
  const apiKey = credentialText(members, 'apiKey', KEY_CHARS_MAX);
  const { targetCurrency: asked = 'BTC', quotes = false } = members;
  const targetCurrency = STRIKE_CURRENCIES.find((currency) => currency === asked);
  if (targetCurrency === undefined)
    throw new InvalidCredentials({ targetCurrency: `must be one of ${STRIKE_CURRENCIES.join(', ')}` });
  if (typeof quotes !== 'boolean') throw new InvalidCredentials({ quotes: 'must be true or false' });
  if (quotes && targetCurrency !== 'BTC')
    throw new InvalidCredentials({ quotes: 'must be false where the target currency is not BTC' });
  return { apiKey, targetCurrency, quotes };
}
