import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import { NwcBooks } from '../nostr/nwc-books.js';
import { NwcIdentity } from '../nostr/nwc-identity.js';
import { NwcWallet } from '../nostr/nwc-wallet.js';
import { TestRelay } from '../nostr/test-relay.js';
import { CashuEmulator } from './cashu-emulator.js';
import { ClnEmulator } from './cln-emulator.js';
import { EclairEmulator } from './eclair-emulator.js';
import type { EmulatedNode } from './emulated-node.js';
import type { Emulator } from './emulator.js';
import { Faults } from './faults.js';
import { LndEmulator } from './lnd-emulator.js';
import { LnurlEmulator } from './lnurl-emulator.js';
import { OpenNodeEmulator } from './opennode-emulator.js';
import { PhoenixdEmulator } from './phoenixd-emulator.js';
import { StrikeEmulator } from './strike-emulator.js';
import { makeNodeIdentity } from './tls-identity.js';

/** An emulator that listens, and what connects to it. */
export interface StartedEmulator {
  readonly kind: EmulatedKind;
  /** What a merchant would paste. */
  readonly credentials: Readonly<Record<string, unknown>>;
  /** What the instance has to be started with, besides ADDRESS_ALLOW and WALLET_ALLOW_NETWORKS. */
  readonly variables: Readonly<Record<string, string>>;
  readonly faults: Faults;
  readonly node: EmulatedNode;
  /** The emulator of its class, for what is particular to a kind. */
  readonly itself: object;
  /** How many calls it was made so far. */
  callCount(): number;
  /** Cuts every connection to it; it goes on listening. */
  cut(): void;
  stop(): Promise<void>;
}

type Starter = (
  node: EmulatedNode,
  port: number,
) => Promise<Omit<StartedEmulator, 'kind' | 'node' | 'variables'> & { readonly variables?: object }>;

/** Every kind that has an emulator: all of them. */
const STARTERS = {
  strike: async (node, port) => {
    const apiKey = randomBytes(32).toString('hex');
    const emulator = new StrikeEmulator({ node, apiKey });
    return started(emulator, port, () => ({ apiKey }), 'STRIKE_URL');
  },
  opennode: async (node, port) => {
    const apiKey = randomUUID();
    const emulator = new OpenNodeEmulator({ node, apiKey });
    return started(emulator, port, () => ({ apiKey }), 'OPENNODE_URL');
  },
  lnd: async (node, port) => {
    const identity = await makeNodeIdentity();
    const emulator = new LndEmulator(node, identity);
    const tls = { mode: 'fingerprint', value: identity.fingerprint };
    return started(emulator, port, (url) => ({ url, macaroon: emulator.bake(), tls }));
  },
  nwc: async (node, port) => {
    const [relay, identity, faults] = [new TestRelay(), new NwcIdentity(), new Faults()];
    await relay.start(port);
    const service = new NwcWallet(new NwcBooks(node, faults), identity);
    service.onCut = () => relay.dropClients();
    relay.dripsToo = () => faults.drip;
    await service.start(relay.walletUrl);
    const stop = async (): Promise<void> => {
      service.stop();
      await relay.stop();
    };
    const [callCount, cut] = [() => service.requests.length, () => relay.dropClients()];
    return { credentials: identity.credentials(relay.url), faults, itself: service, callCount, cut, stop };
  },
  cln: async (node, port) => {
    const identity = await makeNodeIdentity('cln');
    const emulator = new ClnEmulator(node, identity);
    const tls = { mode: 'fingerprint', value: identity.fingerprint };
    return started(emulator, port, (url) => ({ url, rune: emulator.allow(), tls }));
  },
  eclair: async (node, port) => {
    const emulator = new EclairEmulator(node);
    return started(emulator, port, (url) => ({ url, password: emulator.password }));
  },
  phoenixd: async (node, port) => {
    const emulator = new PhoenixdEmulator(node);
    const { limitedPassword: password, webhookSecret } = emulator;
    return started(emulator, port, (url) => ({ url, password, webhookSecret }));
  },
  lnurl: async (node, port) => {
    const emulator = new LnurlEmulator(node);
    return started(emulator, port, () => ({ address: emulator.address }));
  },
  cashu: async (node, port) => {
    const key = createECDH('secp256k1');
    key.generateKeys();
    const pubkey = key.getPublicKey('hex', 'compressed');
    return started(new CashuEmulator(node), port, (url) => ({ mintUrl: url, pubkey }));
  },
} satisfies Record<string, Starter>;

/** A kind of wallet that there is an emulator of. */
export type EmulatedKind = keyof typeof STARTERS;

/** All of them. */
export const EMULATED_KINDS = Object.keys(STARTERS) as EmulatedKind[];

/** Starts an emulator of that kind over a node; port 0 takes a free one. */
export async function startEmulator(
  kind: EmulatedKind,
  node: EmulatedNode,
  port = 0,
): Promise<StartedEmulator> {
  const starter: Starter = STARTERS[kind];
  const { variables = {}, ...rest } = await starter(node, port);
  return { kind, node, variables: variables as Record<string, string>, ...rest };
}

async function started(
  emulator: Emulator,
  port: number,
  credentials: (url: string) => Readonly<Record<string, unknown>>,
  variable?: string,
): ReturnType<Starter> {
  await emulator.start(port);
  const { url, faults } = emulator;
  const variables = variable === undefined ? {} : { [variable]: url };
  const [callCount, cut] = [() => emulator.calls.length, () => emulator.dropConnections()];
  const stop = (): Promise<void> => emulator.stop();
  return { credentials: credentials(url), faults, variables, itself: emulator, callCount, cut, stop };
}
