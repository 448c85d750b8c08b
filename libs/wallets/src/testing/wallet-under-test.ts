import type { Preimage } from '@turnpike/l402';
import type { GuardedWallet } from '../guarded-wallet.js';
import type { InvoiceReference, WalletProvider } from '../wallet-provider.js';

/**
 * How a wallet under test can be made to fail. `partial` answers look-ups with everything left out; `lost-answer` makes the
 * next invoice and does not tell.
 */
export type WalletFault =
  | 'unreachable'
  | 'rate-limited'
  | 'revoked'
  | 'hanging'
  | 'answers-late'
  | 'breaks'
  | 'garbage'
  | 'huge'
  | 'drips'
  | 'wrong-amount'
  | 'amountless'
  | 'wrong-hash'
  | 'wrong-network'
  | 'wrong-payee'
  | 'expired'
  | 'lost-answer'
  | 'partial';

/** One connection to a wallet under test, which nobody else uses. */
export interface WalletUnderTest {
  readonly wallet: GuardedWallet;
  /** The wallet behind the guard, for powers that not every kind has. */
  readonly provider?: WalletProvider;
  /** The same connection in a program whose operator allows no private address; null if the kind's address is fixed. */
  openGuarded?(): WalletProvider | null;
  /** Rights to spend that come with every credential of this wallet; none if absent. */
  readonly inherentPermissions?: readonly string[];
  /** Whether the wallet, and not who asks, says how long an invoice lives. */
  readonly choosesExpiry?: boolean;
  /** What must never show up in an error: the credential, in every form it is sent in. */
  readonly secrets: readonly string[];
  now(): Date;
  /** Our preimage for a challenge, if the wallet takes ours. */
  preimageFor?(challengeId: string): Preimage;
  /** Pays an invoice and returns when the wallet knows. */
  pay(invoice: InvoiceReference): Promise<void>;
  /** Lets every call from now on fail like this. False if this wallet cannot fail so. */
  failWith(fault: WalletFault): boolean | Promise<boolean>;
  close(): Promise<void>;
}
