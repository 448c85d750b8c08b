import { basicPassword } from '../basic-credentials.js';
import { credentialMembers, credentialText, credentialUrl } from '../invalid-credentials.js';
import { WalletHttp } from '../wallet-http.js';
import { defineWalletKind, type WalletKindDefinition, type WalletSurroundings } from '../wallet-kind.js';
import { PhoenixdProvider } from './phoenixd.provider.js';

/** How to reach a phoenixd. The limited-access password is the one to ask for. */
export interface PhoenixdCredentials {
  readonly url: string;
  readonly password: string;
  /** What phoenixd signs its notices with; without it they are not taken. */
  readonly webhookSecret?: string;
}

const IN_FLIGHT_MAX = 4;
const SECRET_CHARS_MAX = 512;

/** phoenixd, the merchant's own node. */
export function phoenixdKind({ guard }: WalletSurroundings): WalletKindDefinition {
  return defineWalletKind<PhoenixdCredentials>({
    habits: { firstStepSeconds: 1, lateLooks: false },
    budget: null,
    parse: parsePhoenixd,
    addresses: ({ url }) => [{ member: 'url', url: new URL(url) }],
    open: (credentials, context) => {
      const { password, url } = credentials;
      const http = new WalletHttp({
        base: new URL(url),
        guard,
        budget: context.budget,
        headers: basicPassword(password),
        inFlightMax: IN_FLIGHT_MAX,
      });
      return new PhoenixdProvider(credentials, context, http, guard);
    },
  });
}

function parsePhoenixd(credentials: unknown): PhoenixdCredentials {
  const members = credentialMembers(credentials);
  const url = credentialUrl(members, 'url').href;
  const password = credentialText(members, 'password', SECRET_CHARS_MAX);
  if ((members['webhookSecret'] ?? '') === '') return { url, password };
  return { url, password, webhookSecret: credentialText(members, 'webhookSecret', SECRET_CHARS_MAX) };
}
