import type { BudgetPlan } from '../call-budget.js';
import { credentialTls, trustIn, type StoredTls } from '../credential-tls.js';
import {
  credentialMembers,
  credentialText,
  credentialUrl,
  InvalidCredentials,
} from '../invalid-credentials.js';
import { WalletHttp } from '../wallet-http.js';
import {
  defineWalletKind,
  type ConnectionContext,
  type WalletKindDefinition,
  type WalletSurroundings,
} from '../wallet-kind.js';
import { ClnClient } from './cln.client.js';
import { ClnProvider } from './cln.provider.js';

/** What a connection to Core Lightning is made of, as it is kept. */
export interface ClnCredentials {
  readonly url: string;
  readonly rune: string;
  readonly tls: StoredTls;
}

/** The rune that merchants are asked for allows 600 calls a minute. */
const BUDGET: BudgetPlan = {
  create: { burst: 200, perMinute: 200 },
  'look-up': { burst: 350, perMinute: 350 },
  other: { burst: 50, perMinute: 50 },
};

/** Core Lightning by clnrest (23.08 or later), `cln`: `{url, rune, tls}`. Calls are counted by the rune. */
export function clnKind(surroundings: WalletSurroundings): WalletKindDefinition {
  return defineWalletKind<ClnCredentials>({
    habits: { firstStepSeconds: 1, lateLooks: false },
    budget: BUDGET,
    addresses: ({ url }) => [{ member: 'url', url: new URL(url) }],
    account: ({ rune }) => rune,
    parse: parseClnCredentials,
    open: (credentials, context) => openCln(credentials, context, surroundings),
  });
}

function openCln(
  { url, rune, tls }: ClnCredentials,
  { budget, payee }: ConnectionContext,
  { guard }: WalletSurroundings,
): ClnProvider {
  const trust = trustIn(tls);
  const http = new WalletHttp({ base: new URL(url), guard, budget, trust, headers: { rune } });
  return new ClnProvider(new ClnClient(http), rune, payee);
}

function parseClnCredentials(value: unknown): ClnCredentials {
  const members = credentialMembers(value);
  const url = credentialUrl(members, 'url');
  const rune = credentialText(members, 'rune');
  // 32 bytes seal it, so nothing shorter is one.
  if (!/^[A-Za-z0-9_-]{43,}={0,2}$/.test(rune))
    throw new InvalidCredentials({ rune: 'must be URL-safe base64' });
  return { url: url.href.replace(/\/+$/, ''), rune, tls: credentialTls(members, url) };
}
