export { Wallets } from './wallets.js';
export type { AcceptedInvoice, ChallengeInvoice, InvoiceOrigin } from './wallets.js';
export { sandboxTables, walletTables } from './wallet-tables.sql.js';
export { WalletsModule } from './wallets.module.js';
export { ConnectionBreaker } from './connection-breaker.js';
export { ALERT_MATTERS, WalletAlerts } from './connections/wallet-alerts.js';
export type { AlertMatter } from './connections/wallet-alerts.js';
export type { WalletAlert } from './connections/wallet-alerts.repository.js';
export { ConnectionCensus } from './connections/connection-census.repository.js';
export { ConnectPrimary } from './connections/connect-primary.js';
export type { PrimaryWish } from './connections/connect-primary.js';
export { IncomingNotices } from './connections/incoming-notices.js';
export type { NoticeReceiver } from './connections/incoming-notices.js';
export { ConnectWallet } from './connections/connect-wallet.js';
export type { ConnectionWish } from './connections/connect-wallet.js';
export type { ConnectionView, Health, WalletRole } from './connections/stored-connection.js';
export type { ConnectionPatch } from './connections/connection-desk.repository.js';
export { WalletConnections } from './connections/wallet-connections.js';
export { CheckSilentWallets } from './connections/check-silent-wallets.js';
export { ResealConnections } from './connections/reseal-connections.js';
export { MerchantsWithWallets } from './connections/merchants-with-wallets.repository.js';
export { PaymentLists } from './connections/payment-lists.js';
export { PushWallets } from './connections/push-wallets.js';
export { WalletNotices } from './connections/wallet-notices.repository.js';
export { WalletStreams } from './connections/wallet-streams.repository.js';
export type { HeldStream } from './connections/wallet-streams.repository.js';
export { WalletHealth } from './connections/wallet-health.js';
export { Deadline } from './deadline.js';
export { forEachBounded } from './for-each-bounded.js';
export {
  CredentialInvalid,
  isOurOwn,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  UnknownOutcome,
  WalletError,
} from './wallet-errors.js';
export type { InvalidPart, RejectedMember } from './wallet-errors.js';
export type {
  Hint,
  HintSink,
  ListedPayment,
  PaymentListing,
  StreamsSettlements,
  NoticeHeaders,
  WebhookNotice,
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
export type { WalletHabits, WalletKind, WalletKindDefinition, WalletSurroundings } from './wallet-kind.js';
export { openNodeKind } from './opennode/opennode.kind.js';
export { strikeKind } from './strike/strike.kind.js';
export { STRIKE_CURRENCIES } from './strike/strike.types.js';
export type { GuardedInvoice, GuardedWallet } from './guarded-wallet.js';
export { sealContextOf } from './connections/seal-contexts.js';
export { PruneSandbox } from './sandbox/prune-sandbox.js';
export { SandboxFaults } from './sandbox/sandbox-faults.js';
export type { Interception } from './sandbox/sandbox-faults.js';
export { SandboxWallet } from './sandbox/sandbox-wallet.js';
export type { SandboxInstruction, SandboxReceipt } from './sandbox/sandbox-wallet.js';
