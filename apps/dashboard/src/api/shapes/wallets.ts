/** The kinds of wallet that can be connected. */
export type WalletKind =
  'strike' | 'opennode' | 'lnd' | 'cln' | 'eclair' | 'phoenixd' | 'nwc' | 'lnurl' | 'cashu';

/** What a wallet is for: the fallback makes invoices while the primary one is unavailable. */
export type WalletRole = 'primary' | 'fallback' | null;

/** A connected wallet, never with its credentials. */
export interface Wallet {
  readonly id: string;
  readonly kind: string;
  readonly label: string | null;
  readonly role: WalletRole;
  readonly health: 'ok' | 'unavailable' | 'rejected' | 'unknown';
  readonly network: string | null;
  readonly warnings: readonly string[];
  readonly lastCheckedAt: string | null;
}

/** Something about a wallet that its merchant should look at. */
export interface WalletAlert {
  readonly walletId: string;
  readonly matter: string;
  readonly detail: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

/** The wallets of the merchant. */
export interface WalletList {
  readonly wallets: readonly Wallet[];
  readonly alerts: readonly WalletAlert[];
}
