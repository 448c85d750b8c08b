import { basicPassword } from '../basic-credentials.js';
import { credentialMembers, credentialText, credentialUrl } from '../invalid-credentials.js';
import { WalletHttp } from '../wallet-http.js';
import { defineWalletKind, type WalletKindDefinition, type WalletSurroundings } from '../wallet-kind.js';
import { EclairProvider } from './eclair.provider.js';

/** How to reach an eclair. It has one password, which may do all. */
export interface EclairCredentials {
  readonly url: string;
  readonly password: string;
}

const IN_FLIGHT_MAX = 4;
const PASSWORD_CHARS_MAX = 512;

/** eclair, the merchant's own node. */
export function eclairKind({ guard }: WalletSurroundings): WalletKindDefinition {
  return defineWalletKind<EclairCredentials>({
    habits: { firstStepSeconds: 1, lateLooks: false },
    budget: null,
    parse: (credentials) => {
      const members = credentialMembers(credentials);
      return {
        url: credentialUrl(members, 'url').href,
        password: credentialText(members, 'password', PASSWORD_CHARS_MAX),
      };
    },
    addresses: ({ url }) => [{ member: 'url', url: new URL(url) }],
    open: (credentials, context) => {
      const http = new WalletHttp({
        base: new URL(credentials.url),
        guard,
        budget: context.budget,
        headers: basicPassword(credentials.password),
        inFlightMax: IN_FLIGHT_MAX,
      });
      return new EclairProvider(credentials, context, http, guard);
    },
  });
}
