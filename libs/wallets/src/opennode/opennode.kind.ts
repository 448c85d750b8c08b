import type { BudgetPlan } from '../call-budget.js';
import { credentialMembers, credentialText } from '../invalid-credentials.js';
import { WalletHttp } from '../wallet-http.js';
import { defineWalletKind, type WalletKindDefinition, type WalletSurroundings } from '../wallet-kind.js';
import { OpenNodeClient } from './opennode.client.js';
import { OpenNodeProvider } from './opennode.provider.js';

/** What connects an account at OpenNode. */
export interface OpenNodeCredentials {
  readonly apiKey: string;
}

const LIVE = new URL('https://api.opennode.com');
const KEY_CHARS_MAX = 512;

/** OpenNode does not publish its limits; sixty calls a minute have not been refused. */
const BUDGET: BudgetPlan = Object.freeze({
  create: { burst: 24, perMinute: 24 },
  'look-up': { burst: 30, perMinute: 30 },
  other: { burst: 6, perMinute: 6 },
});

/** The kind `opennode`: an account at OpenNode. `base` is where its API is; merchants never choose it. */
export function openNodeKind(surroundings: WalletSurroundings, base = LIVE): WalletKindDefinition {
  const { guard } = surroundings;
  return defineWalletKind<OpenNodeCredentials>({
    habits: { firstStepSeconds: 3, lateLooks: true },
    budget: BUDGET,
    account: ({ apiKey }) => apiKey,
    parse: (credentials) => ({
      apiKey: credentialText(credentialMembers(credentials), 'apiKey', KEY_CHARS_MAX),
    }),
    open: ({ apiKey }, { budget, webhook }) => {
      const http = new WalletHttp({ base, guard, budget, headers: { authorization: apiKey } });
      const end = (): Promise<void> => http.close();
      return new OpenNodeProvider(new OpenNodeClient(http), apiKey, webhook?.url ?? null, end);
    },
  });
}
