import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { parseMerchantId, parsePreimage, type MerchantId, type Preimage, type Tenant } from '@turnpike/l402';
import { SystemClock } from '@turnpike/config';
import { createLogger } from '@turnpike/observability';
import { AddressGuard } from '@turnpike/outbound';
import { unboundedBudget } from '../call-budget.js';
import { GuardedWallet } from '../guarded-wallet.js';
import type { ConnectionContext, WalletKindDefinition, WalletSurroundings } from '../wallet-kind.js';
import type { WalletFault, WalletUnderTest } from './wallet.conformance.js';
import type { EmulatedNode } from '../../../../test/support/emulators/emulated-node.js';
import type { Emulator } from '../../../../test/support/emulators/emulator.js';

/** The surroundings of kinds in tests, whose wallets listen on this machine. */
export function testSurroundings(
  allowed: readonly string[] = ['127.0.0.1', 'localhost'],
): WalletSurroundings {
  return {
    guard: new AddressGuard(allowed),
    clock: new SystemClock(),
    logger: createLogger({ logLevel: 'silent' }),
  };
}

/** The context of a connection in tests; `payee` pins one. */
export function testContext(change: Partial<ConnectionContext> = {}): ConnectionContext {
  const tenant: Tenant = { mode: 'live', merchantId: parseMerchantId(1) as MerchantId };
  const webhook = { url: 'https://turnpike.example/webhooks/x', secret: 'ab'.repeat(16) };
  return { tenant, payee: null, webhook, budget: unboundedBudget, ...change };
}

/** What a conformance test of an emulated kind is made of. */
export interface EmulatedWalletParts {
  readonly kind: (surroundings: WalletSurroundings) => WalletKindDefinition;
  readonly emulator: Emulator;
  readonly node: EmulatedNode;
  readonly credentials: object;
  /** What must never show up in an error. */
  readonly secrets: readonly string[];
  readonly context?: Partial<ConnectionContext>;
  /** Faults that this wallet cannot have, such as a wrong payee where any may sign. */
  readonly cannot?: readonly WalletFault[];
  /** What is different about this emulator's way to fail; true if it was dealt with. */
  readonly failWith?: (fault: WalletFault) => boolean;
  readonly close?: () => Promise<void>;
}

const SPOILS = [
  'wrong-amount',
  'amountless',
  'wrong-hash',
  'wrong-network',
  'wrong-payee',
  'expired',
] as const;

/** One connection to an emulator, as the conformance suite wants it. The emulator has been started. */
export function emulatedWallet(parts: EmulatedWalletParts): WalletUnderTest {
  const { emulator, node, credentials } = parts;
  const surroundings = testSurroundings();
  const definition = parts.kind(surroundings);
  const provider = definition.open(credentials, testContext(parts.context));
  const wallet = new GuardedWallet(provider, ['regtest'], surroundings.clock);
  const ownPreimage = (challengeId: string): Preimage =>
    parsePreimage(createHash('sha256').update(challengeId).digest('hex')) as Preimage;
  return {
    wallet,
    provider,
    secrets: parts.secrets,
    now: () => node.now(),
    ...(provider.traits.ownPreimage ? { preimageFor: ownPreimage } : {}),
    pay: ({ paymentHash }) => node.pay(paymentHash),
    openGuarded: () => parts.kind(testSurroundings([])).open(credentials, testContext(parts.context)),
    failWith: async (fault) => {
      if (parts.cannot?.includes(fault) === true) return false;
      if (parts.failWith?.(fault) === true) return true;
      return fault === 'unreachable' ? leave(emulator) : failLike(emulator, fault);
    },
    close: async () => {
      await provider.close?.();
      await definition.close?.();
      await emulator.stop();
      await parts.close?.();
    },
  };
}

/** Resolves when the client has heard that its idle sockets are closed; a call before it may still be written to one. */
async function leave(emulator: Emulator): Promise<boolean> {
  await emulator.stop();
  await turn();
  return true;
}

function failLike(emulator: Emulator, fault: WalletFault): boolean {
  const { faults } = emulator;
  const spoil = SPOILS.find((name) => name === fault);
  if (spoil !== undefined) faults.spoil = spoil;
  else if (fault === 'rate-limited') faults.rateLimited = true;
  else if (fault === 'revoked') faults.revoked = true;
  else if (fault === 'hanging') faults.hang = true;
  else if (fault === 'answers-late') faults.slowMillis = 1_000;
  else if (fault === 'breaks') faults.reset = true;
  else if (fault === 'garbage') faults.garbage = true;
  else if (fault === 'huge') faults.huge = true;
  else if (fault === 'drips') faults.drip = true;
  else if (fault === 'lost-answer') faults.createdButNoAnswer = 1;
  else if (fault === 'partial') faults.partial = true;
  else return false;
  return true;
}
