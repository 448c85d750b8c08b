import type { WalletRole } from '@turnpike/wallets';

/** The roles that a wallet can be given. */
export const WALLET_ROLES: readonly WalletRole[] = ['primary', 'fallback'];

/** Longer than the name of any kind. */
export const KIND_CHARS_MAX = 40;

/** Longer than any key or connection string; the kind has bounds of its own. */
export const SECRET_CHARS_MAX = 4_096;
