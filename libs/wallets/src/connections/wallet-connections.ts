import { Injectable } from '@nestjs/common';
import { Clock, limits } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { NotFound, WalletInUse, WalletNotConfigured } from '@turnpike/problems';
import { callWithin } from '../call-within.js';
import { Deadline } from '../deadline.js';
import { CredentialInvalid, ProtocolViolation, Rejected, WalletError } from '../wallet-errors.js';
import { registersWebhook } from '../wallet-provider.js';
import { warningsOf } from './connect-wallet.js';
import { ConnectionDeskRepository, type ProbeRecord } from './connection-desk.repository.js';
import { ConnectionRepository } from './connection.repository.js';
import { OpenWallets } from './open-wallets.js';
import { ProbeWallet } from './probe-wallet.js';
import type { ConnectionView, StoredConnection, WalletRole } from './stored-connection.js';

/** A merchant's wallets as he manages them. Another merchant's do not exist for him. */
@Injectable()
export class WalletConnections {
  constructor(
    private readonly desk: ConnectionDeskRepository,
    private readonly connections: ConnectionRepository,
    private readonly open: OpenWallets,
    private readonly probe: ProbeWallet,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** All connections, the primary one first. */
  list(merchantId: MerchantId): Promise<ConnectionView[]> {
    return this.desk.list(merchantId);
  }

  /**
   * Tries a wallet out again and writes down what was found: a wallet that does not answer is a finding, no error.
   * Throws `NotFound`.
   */
  async check(merchantId: MerchantId, id: string): Promise<ConnectionView> {
    const connection = await this.connections.find(merchantId, id);
    if (connection === null) throw new NotFound('Wallet');
    const record = await this.find(merchantId, connection);
    return orNotFound(await this.desk.record(merchantId, id, record, this.clock.now()));
  }

  /** Changes label and role; a role leaves the wallet that had it, in one step. Throws `NotFound`. */
  async change(
    merchantId: MerchantId,
    id: string,
    patch: { readonly label?: string | null; readonly role?: WalletRole | null },
  ): Promise<ConnectionView> {
    return orNotFound(await this.desk.change(merchantId, id, patch));
  }

  /** Makes the newest wallet of a kind the primary one; throws `WalletNotConfigured` if there is none. */
  async makePrimary(merchantId: MerchantId, kind: string): Promise<ConnectionView> {
    const newest = await this.desk.newestOf(merchantId, kind);
    if (newest === null) throw new WalletNotConfigured();
    return this.change(merchantId, newest.id, { role: 'primary' });
  }

  /** Removes a wallet with its credentials; what it still owes a word about becomes unknown. Throws `NotFound` and `WalletInUse`. */
  async remove(merchantId: MerchantId, id: string): Promise<void> {
    const connection = await this.connections.find(merchantId, id);
    if (connection === null) throw new NotFound('Wallet');
    if (connection.role === 'primary') throw new WalletInUse();
    if (!(await this.desk.remove(merchantId, id))) throw new WalletInUse();
    await this.unregisterWebhook(merchantId, connection);
  }

  private async find(merchantId: MerchantId, connection: StoredConnection): Promise<ProbeRecord> {
    try {
      const wallet = this.open.walletOf(merchantId, connection);
      const findings = await this.probe.run(wallet, { merchantId, mode: 'live' });
      const { network, payee, isAllowedNetwork } = findings;
      if (!isAllowedNetwork) return { health: 'rejected' };
      return { health: 'ok', found: { network, payee, warnings: warningsOf(findings) } };
    } catch (error) {
      if (!(error instanceof WalletError)) throw error;
      this.logger.info({ err: error, connectionId: connection.id }, 'a check of a wallet failed');
      const isRefusal =
        error instanceof CredentialInvalid || error instanceof ProtocolViolation || error instanceof Rejected;
      return { health: isRefusal ? 'rejected' : 'unavailable' };
    }
  }

  private async unregisterWebhook(merchantId: MerchantId, connection: StoredConnection): Promise<void> {
    try {
      const { powers } = this.open.walletOf(merchantId, connection);
      if (!registersWebhook(powers)) return;
      await callWithin(Deadline.in(limits.walletCallMillis), limits.walletCallMillis, (call) =>
        powers.unregisterWebhook(call),
      );
    } catch (error) {
      this.logger.warn({ err: error, connectionId: connection.id }, 'a wallet still sends us notices');
    }
  }
}

function orNotFound(view: ConnectionView | null): ConnectionView {
  if (view === null) throw new NotFound('Wallet');
  return view;
}
