import { type Network, type PaymentHash } from '@turnpike/l402';
import {
  type ConnectionReport,
  type InvoiceReference,
  type InvoiceState,
  ProviderRegistry,
} from '@turnpike/wallets';

import { type HttpReply } from './listening-api.js';
import { type SandboxShop } from './sandbox-shop.js';
import { ScriptedWallet } from './scripted-wallet.js';

/** A scripted wallet whose connection can be tried out, with the result that a test wants. */
export class ConnectableWallet extends ScriptedWallet {
  network: Network = 'regtest';
  excess: readonly string[] = [];
  /** Thrown by every check while it is there. */
  checkFailure: Error | null = null;
  checks = 0;

  /** What nothing else was said about is open. */
  override async lookUpInvoices(
    refs: readonly InvoiceReference[],
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    const told = await super.lookUpInvoices(refs);
    return new Map(refs.map(({ paymentHash }) => [paymentHash, told.get(paymentHash) ?? { is: 'open' }]));
  }

  override async checkConnection(): Promise<ConnectionReport> {
    this.checks += 1;
    if (this.checkFailure !== null) throw this.checkFailure;
    return { network: this.network, payee: this.payee, excessPermissions: this.excess };
  }
}

/** A connected wallet as the API shows it. */
export interface ShownWallet extends Record<string, unknown> {
  readonly id: string;
  readonly role: string | null;
}

/** Wallets of the kind `scripted` that merchants of a shop can connect over the API. The shop must allow regtest. */
export class ConnectableWallets {
  static readonly path = '/api/merchant/wallets';
  private readonly byName = new Map<string, ConnectableWallet>();

  constructor(private readonly shop: SandboxShop) {
    const registry = shop.api.app.get(ProviderRegistry, { strict: false });
    registry.add('scripted', ({ credentials }) => this.named((credentials as { name: string }).name));
  }

  /** The wallet that credentials with this name open. */
  named(name: string): ConnectableWallet {
    const known = this.byName.get(name) ?? new ConnectableWallet(this.shop.api.clock);
    this.byName.set(name, known);
    return known;
  }

  /** Asks the API to connect one. */
  post(key: string, name: string, more: object = {}): Promise<HttpReply> {
    const body = { kind: 'scripted', credentials: { name }, ...more };
    return this.shop.post(ConnectableWallets.path, body, {}, key);
  }

  /** Connects one, and fails unless that succeeds. */
  async connect(key: string, name: string, more: object = {}): Promise<ShownWallet> {
    const { status, body } = await this.post(key, name, more);
    if (status !== 201) throw new Error(`no wallet was connected: ${JSON.stringify(body)}`);
    return body as ShownWallet;
  }

  /** A merchant's wallets in the order in which the API gives them. */
  async list(key: string): Promise<readonly ShownWallet[]> {
    const { status, body } = await this.shop.get(ConnectableWallets.path, key);
    if (status !== 200) throw new Error(`no list: ${JSON.stringify(body)}`);
    return body['wallets'] as readonly ShownWallet[];
  }

  /** Who has which role, by label. */
  async roles(key: string): Promise<Record<string, string | null>> {
    return Object.fromEntries((await this.list(key)).map(({ label, role }) => [String(label), role]));
  }
}
