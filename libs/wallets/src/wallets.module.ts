import { Module } from '@nestjs/common';
import { OutboundModule } from '@turnpike/outbound';
import { InvoicePreimages } from './invoice-preimages.js';
import { ProviderRegistry } from './provider-registry.js';
import { PruneSandbox } from './sandbox/prune-sandbox.js';
import { SandboxFactory } from './sandbox/sandbox-factory.js';
import { SandboxFaults } from './sandbox/sandbox-faults.js';
import { SandboxNode } from './sandbox/sandbox-node.js';
import { SandboxWallet } from './sandbox/sandbox-wallet.js';
import { SandboxRepository } from './sandbox/sandbox.repository.js';
import { WalletConnectionRepository } from './wallet-connection.repository.js';
import { WalletConnections } from './wallet-connections.js';
import { Wallets } from './wallets.js';

/** Merchants' wallets, the sandbox among them. Needs the database, the invoice keys and the sealer. */
@Module({
  imports: [OutboundModule],
  providers: [
    InvoicePreimages,
    ProviderRegistry,
    PruneSandbox,
    SandboxFactory,
    SandboxFaults,
    SandboxNode,
    SandboxRepository,
    SandboxWallet,
    WalletConnectionRepository,
    WalletConnections,
    Wallets,
  ],
  exports: [ProviderRegistry, PruneSandbox, SandboxFaults, SandboxWallet, Wallets],
})
export class WalletsModule {}
