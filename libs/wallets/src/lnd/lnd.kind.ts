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
import type { Quiet } from './lnd-settlement-stream.js';
import { LndClient } from './lnd.client.js';
import { LndProvider } from './lnd.provider.js';

/** What a connection to LND is made of, as it is kept. */
export interface LndCredentials {
  readonly url: string;
  /** Hex digits in lower case. */
  readonly macaroon: string;
  readonly tls: StoredTls;
  readonly nodePreimage?: true;
  readonly private?: true;
}

/** LND over its REST interface, `lnd`: `{url, macaroon, tls, nodePreimage?, private?}`. `quiet` is for tests. */
export function lndKind(surroundings: WalletSurroundings, quiet?: Quiet): WalletKindDefinition {
  return defineWalletKind<LndCredentials>({
    habits: { firstStepSeconds: 1, lateLooks: false },
    budget: null,
    addresses: ({ url }) => [{ member: 'url', url: new URL(url) }],
    parse: parseLndCredentials,
    open: (credentials, context) => openLnd(credentials, context, surroundings, quiet),
  });
}

function openLnd(
  credentials: LndCredentials,
  { budget, payee }: ConnectionContext,
  { guard, clock }: WalletSurroundings,
  quiet?: Quiet,
): LndProvider {
  const { url, macaroon, tls } = credentials;
  const headers = { 'grpc-metadata-macaroon': macaroon };
  const http = new WalletHttp({ base: new URL(url), guard, budget, trust: trustIn(tls), headers });
  const nodePreimage = credentials.nodePreimage === true;
  const settings = { macaroon, nodePreimage, private: credentials.private === true, payee };
  return new LndProvider(new LndClient(http), settings, clock, quiet);
}

function parseLndCredentials(value: unknown): LndCredentials {
  const members = credentialMembers(value);
  const url = credentialUrl(members, 'url');
  return {
    url: url.href.replace(/\/+$/, ''),
    macaroon: macaroonIn(credentialText(members, 'macaroon')),
    tls: credentialTls(members, url),
    ...(flag(members, 'nodePreimage') ? { nodePreimage: true } : {}),
    ...(flag(members, 'private') ? { private: true } : {}),
  };
}

/** Nothing shorter than its signature is a macaroon. */
const MACAROON_BYTES_MIN = 33;

function macaroonIn(text: string): string {
  const isHex = /^([0-9a-f]{2})+$/i.test(text);
  const isBase64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(text);
  if (!isHex && !isBase64) throw new InvalidCredentials({ macaroon: 'must be hex digits or base64' });
  const bytes = Buffer.from(text, isHex ? 'hex' : 'base64');
  if (bytes.length < MACAROON_BYTES_MIN) throw new InvalidCredentials({ macaroon: 'is too short' });
  return bytes.toString('hex');
}

function flag(members: Readonly<Record<string, unknown>>, name: string): boolean {
  const value = members[name] ?? false;
  if (typeof value !== 'boolean') throw new InvalidCredentials({ [name]: 'must be true or false' });
  return value;
}
