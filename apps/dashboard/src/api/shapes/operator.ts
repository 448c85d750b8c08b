/** A merchant in the operator's list. */
export interface Merchant {
  readonly merchantId: number;
  readonly name: string;
  readonly email: string;
  readonly planTier: string;
  readonly subscriptionStatus: string;
  readonly isActive: boolean;
  readonly createdAt: string;
}

/** A merchant with what the operator can change and what is set up. */
export interface MerchantDetail extends Merchant {
  readonly trialEndsAt: string | null;
  readonly currentPeriodEnd?: string | null;
  readonly hasWallet: boolean;
  readonly hasWebhookUrl: boolean;
}

/** One page of merchants, newest first. */
export interface MerchantPage {
  readonly merchants: readonly Merchant[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

/** A new merchant with its first keys, this once. */
export interface CreatedMerchant {
  readonly id: number;
  readonly name: string;
  readonly apiKey: string;
  readonly testApiKey: string;
}

/** A mail that was written, whether or not it was sent. */
export interface OutboxMail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  /** Null where a server sends it, so that nobody has to hand it on. */
  readonly text: string | null;
  readonly state: 'kept' | 'waiting' | 'failing';
  readonly createdAt: string;
}

/** One page of mails, newest first. */
export interface MailPage {
  readonly mails: readonly OutboxMail[];
  readonly nextCursor: string | null;
}

/** A key of a ring, known by its number. */
export interface RingKey {
  readonly kid: number | string;
  readonly current: boolean;
}

/** How the instance stands. */
export interface InstanceState {
  readonly version: string;
  readonly publicUrl: string;
  readonly startedAt: string;
  readonly roles: readonly string[];
  readonly database: { readonly version: string; readonly sizeBytes: number };
  readonly redis: boolean;
  readonly queues: {
    readonly backend: string;
    readonly waiting: Readonly<Record<string, number>>;
    readonly isReachable: boolean;
    /** Within a day; null where that cannot be told. */
    readonly failed: number | null;
    readonly oldestWaitingSeconds: number | null;
    readonly lastRuns: readonly {
      readonly job: string;
      readonly at: string | null;
      readonly nextAt: string | null;
    }[];
  };
  readonly wallets: {
    readonly ok: number;
    readonly unavailable: number;
    readonly rejected: number;
    readonly unknown: number;
  };
  readonly keys: {
    readonly master: readonly RingKey[];
    readonly invoice: readonly RingKey[];
    readonly seal: readonly (RingKey & {
      readonly sealedWith: number;
      /** False for a key that something is sealed under and that is not there. */
      readonly configured: boolean;
    })[];
  };
  readonly mail: { readonly transport: 'smtp' | 'outbox' };
  readonly settings: readonly { readonly variable: string; readonly value: string | null }[];
}
