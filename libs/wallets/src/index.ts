export { Wallets } from './wallets.js';
export type { AcceptedInvoice, ChallengeInvoice, InvoiceOrigin } from './wallets.js';
export { WalletsModule } from './wallets.module.js';
export { Deadline } from './deadline.js';
export {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  UnknownOutcome,
  WalletError,
} from './wallet-errors.js';
export type { InvalidPart, RejectedMember } from './wallet-errors.js';
export type {
  CallLimits,
  ConnectionReport,
  CreatedInvoice,
  InvoiceReference,
  InvoiceRequest,
  InvoiceState,
  WalletProvider,
  WalletTraits,
} from './wallet-provider.js';
export { ProviderRegistry } from './provider-registry.js';
export type { ConnectionSettings, WalletFactory } from './provider-registry.js';
export { WALLET_KINDS } from './wallet-kind.js';
export type { WalletHabits, WalletKind } from './wallet-kind.js';
export type { GuardedInvoice, GuardedWallet } from './guarded-wallet.js';
export { sealContextOf } from './wallet-connections.js';
export { PruneSandbox } from './sandbox/prune-sandbox.js';
export { SandboxFaults } from './sandbox/sandbox-faults.js';
export type { Interception } from './sandbox/sandbox-faults.js';
export { SandboxWallet } from './sandbox/sandbox-wallet.js';
export type { SandboxInstruction, SandboxReceipt } from './sandbox/sandbox-wallet.js';
