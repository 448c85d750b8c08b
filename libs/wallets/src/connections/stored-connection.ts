/** What a connection is for: the primary wallet makes invoices, the fallback does when the primary cannot. */
export type WalletRole = 'primary' | 'fallback';

/** How a wallet is doing: `rejected` means that it refuses our credential, or is not whom we connected to. */
export type Health = 'ok' | 'unavailable' | 'rejected' | 'unknown';

/** A merchant's link to a wallet as it is stored, with what is needed to open it. */
export interface StoredConnection {
  readonly id: string;
  readonly merchantId: number;
  readonly kind: string;
  readonly role: WalletRole | null;
  readonly sealedCredentials: Buffer;
  /** The public key that signed the invoice of the probe; null if there was none. */
  readonly payee: string | null;
  /** 32 hex digits. */
  readonly webhookToken: string;
  readonly sealedWebhookSecret: Buffer | null;
}

/** A connection as its owner sees it. */
export interface ConnectionView {
  readonly id: string;
  readonly kind: string;
  readonly label: string | null;
  readonly role: WalletRole | null;
  readonly health: Health;
  readonly network: string | null;
  readonly warnings: readonly string[];
  readonly lastCheckedAt: Date | null;
}
