/** A session of the person who is signed in. */
export interface OwnSession {
  readonly id: string;
  readonly current: boolean;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** A passkey of the person who is signed in. */
export interface Passkey {
  readonly id: string;
  readonly label: string | null;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

/** A secret for an authenticator, before it is confirmed. */
export interface TotpSecret {
  readonly secret: string;
  readonly otpauthUrl: string;
}
