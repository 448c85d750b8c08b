import { Injectable } from '@nestjs/common';
import { SYSTEM, type Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { NotFound, ValidationFailed, WalletInUse, WalletNotConfigured } from '@turnpike/problems';
import { ProviderRegistry } from '../provider-registry.js';
import { toMintProblem } from '../mint-problem.js';
import { CredentialInvalid, isOurOwn, ProtocolViolation, Rejected, WalletError } from '../wallet-errors.js';
import { WALLET_KINDS } from '../wallet-kind.js';
import type { SignedChange } from './audit-wallet.js';
import { warningsOf } from './connect-wallet.js';
import {
  ConnectionDeskRepository,
  type ConnectionPatch,
  type ProbeRecord,
} from './connection-desk.repository.js';
import { ConnectionRepository } from './connection.repository.js';
import { OpenWallets } from './open-wallets.js';
import { ProbeWallet } from './probe-wallet.js';
import type { ConnectionView, StoredConnection } from './stored-connection.js';
import { WebhookRegistration } from './webhook-registration.js';

/** A merchant's wallets as he manages them. Another merchant's do not exist for him. */
@Injectable()
export class WalletConnections {
  constructor(
    private readonly registry: ProviderRegistry,
    private readonly desk: ConnectionDeskRepository,
    private readonly connections: ConnectionRepository,
    private readonly open: OpenWallets,
    private readonly probe: ProbeWallet,
    private readonly registration: WebhookRegistration,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** All connections, the primary one first. */
  list(merchantId: MerchantId): Promise<ConnectionView[]> {
    return this.desk.list(merchantId);
  }

  /**
   * Tries a wallet out again and writes down what was found: a wallet that does not answer is a finding, no error.
   * Throws `NotFound`, and `WalletRateLimited` or `WalletUnavailable` where the wallet may not be asked now.
   */
  async check(merchantId: MerchantId, id: string, by: Author = SYSTEM): Promise<ConnectionView> {
    const connection = await this.connections.find(merchantId, id);
    if (connection === null) throw new NotFound('Wallet');
    const record = await this.find(merchantId, connection);
    return orNotFound(await this.desk.record(merchantId, id, record, this.signed(by)));
  }

  /** Changes label and role; a role leaves the wallet that had it, in one step. Throws `NotFound`. */
  async change(
    merchantId: MerchantId,
    id: string,
    patch: ConnectionPatch,
    by: Author = SYSTEM,
  ): Promise<ConnectionView> {
    return orNotFound(await this.desk.change(merchantId, id, patch, this.signed(by)));
  }

  /** Makes the newest wallet of a kind the primary one. Throws `ValidationFailed` for no kind, `WalletNotConfigured` for no such wallet. */
  async makePrimary(merchantId: MerchantId, kind: string, by: Author = SYSTEM): Promise<ConnectionView> {
    if (this.registry.find(kind) === null)
      throw new ValidationFailed({ provider: [`provider must be one of: ${WALLET_KINDS.join(', ')}.`] });
    const newest = await this.desk.newestOf(merchantId, kind);
    if (newest === null) throw new WalletNotConfigured();
    return this.change(merchantId, newest.id, { role: 'primary' }, by);
  }

  /** Removes a wallet with its credentials; what it still owes a word about becomes unknown. Throws `NotFound` and `WalletInUse`. */
  async remove(merchantId: MerchantId, id: string, by: Author = SYSTEM): Promise<void> {
    const connection = await this.connections.find(merchantId, id);
    if (connection === null) throw new NotFound('Wallet');
    if (connection.role === 'primary') throw new WalletInUse();
    if (!(await this.desk.remove(merchantId, id, this.signed(by)))) {
      const isGone = (await this.connections.find(merchantId, id)) === null;
      throw isGone ? new NotFound('Wallet') : new WalletInUse();
    }
    await this.endNotices(merchantId, connection);
  }

  private signed(by: Author): SignedChange {
    return { by, at: this.clock.now() };
  }

  private async find(merchantId: MerchantId, connection: StoredConnection): Promise<ProbeRecord> {
    try {
      const wallet = this.open.walletOf(merchantId, connection);
      const findings = await this.probe.run(wallet, { merchantId, mode: 'live' });
      const { network, payee, isAllowedNetwork } = findings;
      if (!isAllowedNetwork) return { health: 'rejected' };
      const isRegistered = await this.registration.register(wallet, connection.id);
      const warnings = warningsOf(findings, isRegistered);
      return { health: 'ok', found: { network, payee, warnings } };
    } catch (error) {
      if (!(error instanceof WalletError)) throw error;
      // That we may not ask now says nothing of the wallet.
      if (isOurOwn(error)) throw toMintProblem(error);
      this.logger.info({ err: error, connectionId: connection.id }, 'a check of a wallet failed');
      const isRefusal =
        error instanceof CredentialInvalid || error instanceof ProtocolViolation || error instanceof Rejected;
      return { health: isRefusal ? 'rejected' : 'unavailable' };
    }
  }

  /** A wallet that does not open any more cannot be told. */
  private async endNotices(merchantId: MerchantId, connection: StoredConnection): Promise<void> {
    try {
      const wallet = this.open.walletOf(merchantId, connection);
      await this.registration.unregister(wallet, connection.id);
    } catch (error) {
      if (!(error instanceof CredentialInvalid)) throw error;
    } finally {
      this.open.forget(connection.id);
    }
  }
}

function orNotFound(view: ConnectionView | null): ConnectionView {
  if (view === null) throw new NotFound('Wallet');
  return view;
}
