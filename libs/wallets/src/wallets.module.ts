import { Module } from '@nestjs/common';
import { OutboundModule } from '@turnpike/outbound';
import { WalletNotices } from './connections/wallet-notices.repository.js';
import { WalletStreams } from './connections/wallet-streams.repository.js';
import { InvoicePreimages } from './invoice-preimages.js';
import { ProviderRegistry } from './provider-registry.js';
import { PruneSandbox } from './sandbox/prune-sandbox.js';
import { SandboxFactory } from './sandbox/sandbox-factory.js';
import { SandboxFaults } from './sandbox/sandbox-faults.js';
import { SandboxNode } from './sandbox/sandbox-node.js';
import { SandboxWallet } from './sandbox/sandbox-wallet.js';
import { SandboxRepository } from './sandbox/sandbox.repository.js';
import { CheckSilentWallets } from './connections/check-silent-wallets.js';
import { ResealConnections } from './connections/reseal-connections.js';
import { ResealRepository } from './connections/reseal.repository.js';
import { ConnectPrimary } from './connections/connect-primary.js';
import { ConnectionCensus } from './connections/connection-census.repository.js';
import { ConnectWallet } from './connections/connect-wallet.js';
import { ConnectionDeskRepository } from './connections/connection-desk.repository.js';
import { ConnectionHabitsRepository } from './connections/connection-habits.repository.js';
import { HabitsOfConnections } from './connections/connection-habits.js';
import { ConnectionRepository } from './connections/connection.repository.js';
import { IncomingNotices } from './connections/incoming-notices.js';
import { OpenWallets } from './connections/open-wallets.js';
import { ProbeWallet } from './connections/probe-wallet.js';
import { MerchantsWithWallets } from './connections/merchants-with-wallets.repository.js';
import { PaymentLists } from './connections/payment-lists.js';
import { PushWallets } from './connections/push-wallets.js';
import { WalletAlerts } from './connections/wallet-alerts.js';
import { WalletAlertsRepository } from './connections/wallet-alerts.repository.js';
import { WalletConnections } from './connections/wallet-connections.js';
import { WalletHealth } from './connections/wallet-health.js';
import { WalletHealthRepository } from './connections/wallet-health.repository.js';
import { WebhookRegistration } from './connections/webhook-registration.js';
import { Wallets } from './wallets.js';

/** Merchants' wallets, the sandbox among them. Needs the database, the invoice keys and the sealer. */
@Module({
  imports: [OutboundModule],
  providers: [
    InvoicePreimages,
    ProviderRegistry,
    ProbeWallet,
    PruneSandbox,
    SandboxFactory,
    SandboxFaults,
    SandboxNode,
    SandboxRepository,
    SandboxWallet,
    CheckSilentWallets,
    ResealConnections,
    ResealRepository,
    ConnectPrimary,
    ConnectionCensus,
    ConnectWallet,
    ConnectionDeskRepository,
    ConnectionHabitsRepository,
    ConnectionRepository,
    HabitsOfConnections,
    IncomingNotices,
    OpenWallets,
    MerchantsWithWallets,
    PaymentLists,
    PushWallets,
    WalletAlerts,
    WalletAlertsRepository,
    WalletConnections,
    WalletHealth,
    WalletHealthRepository,
    WalletNotices,
    WalletStreams,
    Wallets,
    WebhookRegistration,
  ],
  exports: [
    MerchantsWithWallets,
    PaymentLists,
    ConnectPrimary,
    IncomingNotices,
    CheckSilentWallets,
    ResealConnections,
    ConnectionCensus,
    ConnectWallet,
    ConnectionRepository,
    OpenWallets,
    ProviderRegistry,
    PruneSandbox,
    PushWallets,
    SandboxFaults,
    SandboxWallet,
    WalletAlerts,
    WalletConnections,
    WalletHealth,
    WalletNotices,
    WalletStreams,
    Wallets,
  ],
})
export class WalletsModule {}
