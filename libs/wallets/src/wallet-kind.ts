import type { Clock } from '@turnpike/config';
import type { Logger } from '@turnpike/observability';
import type { AddressGuard } from '@turnpike/outbound';
import type { Tenant } from '@turnpike/l402';
import type { BudgetPlan, CallBudget } from './call-budget.js';
import type { WalletProvider } from './wallet-provider.js';

/** The kinds of wallet that merchants can connect. */
export const WALLET_KINDS = [
  'strike',
  'opennode',
  'lnd',
  'nwc',
  'cln',
  'eclair',
  'phoenixd',
  'lnurl',
  'cashu',
] as const;

/** A kind of wallet that merchants can connect. */
export type WalletKind = (typeof WALLET_KINDS)[number];

/** Whether that is the name of a kind that merchants can connect. */
export function isWalletKind(name: string): name is WalletKind {
  return (WALLET_KINDS as readonly string[]).includes(name);
}

/** How a kind of wallet is followed. */
export interface WalletHabits {
  /** Seconds between look-ups while an invoice is young, where nothing is pushed. */
  readonly firstStepSeconds: number;
  /** Whether money may arrive long after the invoice's end, so that a look an hour and one a day later pay. */
  readonly lateLooks: boolean;
}

/** Where a wallet sends its notices, and what it signs them with. */
export interface WebhookAddress {
  /** Null while this instance has no public https address. */
  readonly url: string | null;
  /** 32 hex digits, of this connection alone. */
  readonly secret: string;
}

/** What one connection is opened with, besides its credentials. */
export interface ConnectionContext {
  readonly tenant: Tenant;
  /** The public key (66 hex digits) that the probe found to sign this wallet's invoices; null before it. */
  readonly payee: string | null;
  readonly webhook: WebhookAddress | null;
  readonly budget: CallBudget;
}

/** What kinds are made with. */
export interface WalletSurroundings {
  readonly guard: AddressGuard;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** All that is particular to a kind of wallet. */
export interface WalletKindDefinition {
  readonly habits: WalletHabits;
  /** Null where only calls in flight are bounded. */
  readonly budget: BudgetPlan | null;
  /** The addresses that these credentials make us call; none where the kind's address is fixed. */
  addresses(credentials: object): readonly { readonly member: string; readonly url: URL }[];
  /**
   * What the wallet counts calls by, such as the API key: connections that share it share a budget. It has to be a secret,
   * or one merchant could use up another's. Null: the connection.
   */
  account(credentials: object): string | null;
  /** The credentials as they are to be kept. Throws `InvalidCredentials`. What it returned it takes again. */
  parse(credentials: unknown): object;
  /** Opens a connection with credentials that were parsed. */
  open(credentials: object, context: ConnectionContext): WalletProvider;
  /** Ends what connections of this kind share. */
  close?(): Promise<void>;
}

/** A kind whose credentials have a type of their own. */
export interface TypedWalletKind<C extends object> {
  readonly habits: WalletHabits;
  readonly budget: BudgetPlan | null;
  addresses?(credentials: C): readonly { readonly member: string; readonly url: URL }[];
  account?(credentials: C): string;
  parse(credentials: unknown): C;
  open(credentials: C, context: ConnectionContext): WalletProvider;
  close?(): Promise<void>;
}

/** Forgets the type of a kind's credentials; every use of them parses first. */
export function defineWalletKind<C extends object>(kind: TypedWalletKind<C>): WalletKindDefinition {
  const { habits, budget } = kind;
  return {
    habits,
    budget,
    addresses: (credentials) => kind.addresses?.(kind.parse(credentials)) ?? [],
    account: (credentials) => kind.account?.(kind.parse(credentials)) ?? null,
    parse: (credentials) => kind.parse(credentials),
    open: (credentials, context) => kind.open(kind.parse(credentials), context),
    ...(kind.close === undefined ? {} : { close: () => kind.close?.() ?? Promise.resolve() }),
  };
}
