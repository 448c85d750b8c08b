import { Injectable } from '@nestjs/common';
import { parseMerchantId } from '@turnpike/l402';
import { readsWebhooks, type NoticeHeaders, type WebhookNotice } from '../wallet-provider.js';
import { ConnectionRepository } from './connection.repository.js';
import { OpenWallets } from './open-wallets.js';
import type { StoredConnection } from './stored-connection.js';

/** The connection that a notice came in for. */
export interface NoticeReceiver {
  readonly merchantId: number;
  readonly connectionId: string;
  /**
   * What a notice says, read from the bytes as they came; null unless this connection's wallet signed it. Throws
   * `CredentialInvalid` if what we keep of the connection does not open.
   */
  read(raw: Uint8Array, headers: NoticeHeaders): WebhookNotice | null;
}

/** Finds out for whom a wallet's notice is, and whether it is genuine. */
@Injectable()
export class IncomingNotices {
  constructor(
    private readonly connections: ConnectionRepository,
    private readonly open: OpenWallets,
  ) {}

  /** The connection of that kind with this token, at the cost of one read by an index; null if there is none. */
  async find(kind: string, token: string): Promise<NoticeReceiver | null> {
    const connection = await this.connections.findByWebhookToken(kind, token);
    if (connection === null) return null;
    const { merchantId, id: connectionId } = connection;
    return { merchantId, connectionId, read: (raw, headers) => this.read(connection, raw, headers) };
  }

  private read(connection: StoredConnection, raw: Uint8Array, headers: NoticeHeaders): WebhookNotice | null {
    const merchantId = parseMerchantId(connection.merchantId);
    if (merchantId === null) return null;
    const { powers } = this.open.walletOf(merchantId, connection);
    return readsWebhooks(powers) ? powers.readWebhook(raw, headers) : null;
  }
}
