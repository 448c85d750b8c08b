import { getConversationKey } from 'nostr-tools/nip44';
import { getPublicKey } from 'nostr-tools/pure';
import { credentialMembers, credentialText, InvalidCredentials } from '../invalid-credentials.js';
import { nwcBounds } from './nwc-bounds.js';

/** What a connection string says (NIP-47, "Nostr Wallet Connect URI"). */
export interface NwcConnection {
  /** The key (64 hex digits) that the wallet signs with. */
  readonly walletPubkey: string;
  /** The key that we sign with, made from the secret. */
  readonly clientPubkey: string;
  readonly clientSecret: Uint8Array;
  /** What both sides encrypt with (NIP-44). */
  readonly conversationKey: Uint8Array;
  /** At least one, no two alike. */
  readonly relays: readonly URL[];
}

/** The credentials of a wallet over Nostr Wallet Connect, as they are kept. */
export interface NwcCredentials {
  readonly connectionString: string;
}

const FORM = /^nostr\+?walletconnect:(?:\/\/)?([^/?]*)\/?\?(.*)$/i;
const HEX_32_BYTES = /^[0-9a-f]{64}$/;

function refuse(why: string): never {
  throw new InvalidCredentials({ connectionString: why });
}

/** The connection string among the credentials, checked and without what is not needed. Throws `InvalidCredentials`. */
export function parseNwcCredentials(credentials: unknown): NwcCredentials {
  const members = credentialMembers(credentials);
  const text = credentialText(members, 'connectionString', nwcBounds.connectionCharsMax);
  const { walletPubkey, clientSecret, relays } = readConnectionString(text);
  const query = new URLSearchParams(relays.map((relay): [string, string] => ['relay', relay.href]));
  query.set('secret', Buffer.from(clientSecret).toString('hex'));
  return { connectionString: `nostr+walletconnect://${walletPubkey}?${query.toString()}` };
}

/** Reads a connection string. Throws `InvalidCredentials` with what is wrong with it, which quotes nothing of it. */
export function readConnectionString(text: string): NwcConnection {
  const [, key = '', parameters = ''] = FORM.exec(text) ?? refuse('must begin with nostr+walletconnect://');
  const walletPubkey = key.toLowerCase();
  if (!HEX_32_BYTES.test(walletPubkey)) refuse("The wallet's public key must be 64 hex characters.");
  const query = new URLSearchParams(parameters);
  const relays = readRelays(query.getAll('relay'));
  const clientSecret = readSecret(query.getAll('secret'));
  return { walletPubkey, relays, ...keysOf(clientSecret, walletPubkey) };
}

function readRelays(texts: readonly string[]): URL[] {
  const relays = new Map<string, URL>();
  for (const text of texts) {
    const url = text.length <= nwcBounds.relayCharsMax && URL.canParse(text) ? new URL(text) : null;
    const isPlain = url !== null && url.hash === '' && url.username === '' && url.password === '';
    if (!isPlain || !/^wss?:$/.test(url.protocol) || url.hostname === '')
      refuse("A 'relay' parameter must be a wss URL without user or password.");
    relays.set(url.href, url);
  }
  if (relays.size === 0) refuse("The 'relay' parameter is required.");
  if (relays.size > nwcBounds.relaysMax) refuse(`There may be at most ${nwcBounds.relaysMax} relays.`);
  return [...relays.values()];
}

function readSecret(texts: readonly string[]): Uint8Array {
  const secret = texts[0]?.toLowerCase() ?? '';
  if (texts.length !== 1 || !HEX_32_BYTES.test(secret))
    refuse("The 'secret' parameter must be 64 hex characters.");
  return new Uint8Array(Buffer.from(secret, 'hex'));
}

function keysOf(
  clientSecret: Uint8Array,
  walletPubkey: string,
): Pick<NwcConnection, 'clientSecret' | 'clientPubkey' | 'conversationKey'> {
  const clientPubkey =
    orNull(() => getPublicKey(clientSecret)) ?? refuse("The 'secret' is not a usable key.");
  const conversationKey =
    orNull(() => getConversationKey(clientSecret, walletPubkey)) ??
    refuse("The wallet's public key is not a point of the curve.");
  return { clientSecret, clientPubkey, conversationKey };
}

/** The library's errors quote what they could not use. */
function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}
