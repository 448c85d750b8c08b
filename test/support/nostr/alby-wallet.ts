import './global-web-socket.js';
import { setTimeout as wait } from 'node:timers/promises';
import {
  NWCWalletService,
  NWCWalletServiceKeyPair,
  type Nip47GetInfoResponse,
  type Nip47ListTransactionsResponse,
  type Nip47SingleMethod,
  type Nip47Transaction,
  type NWCWalletServiceResponsePromise,
} from '@getalby/sdk';
import type { NwcBooks } from './nwc-books.js';
import type { NwcIdentity } from './nwc-identity.js';
import type { TestRelay } from './test-relay.js';

/** What the library waits for, and does not give up at its end. */
interface OpenPublishes {
  readonly openEventPublishes: ReadonlyMap<string, { readonly timeout: NodeJS.Timeout }>;
}

const NOTIFICATION_KIND = 23_197;
/** Its timers outlive its end; this one only notes that a subscription stands. */
const EOSE_MILLIS = 500;

/**
 * A wallet whose NIP-47 is Alby's own published service and not ours, over an emulated node. The service cannot notify, so
 * that is done here, with its encryption and its signature.
 */
export class AlbyWallet {
  private readonly service: NWCWalletService;
  private readonly keys: NWCWalletServiceKeyPair;
  private readonly notifying: Promise<void>[] = [];
  private isStopped = false;
  private readonly closers: (() => void)[] = [];

  constructor(
    private readonly books: NwcBooks,
    identity: NwcIdentity,
    private readonly relay: TestRelay,
  ) {
    this.service = new NWCWalletService({ relayUrl: relay.walletUrl });
    this.service.relay.baseEoseTimeout = EOSE_MILLIS;
    const secret = Buffer.from(identity.walletSecret).toString('hex');
    this.keys = new NWCWalletServiceKeyPair(secret, identity.clientPubkey);
  }

  /** Tells what it can, and serves when this resolves. */
  async start(): Promise<void> {
    const { service, keys, books, relay } = this;
    const methods = books.methods as Nip47SingleMethod[];
    await service.publishWalletServiceInfoEvent(keys.walletSecret, methods, ['payment_received']);
    const stop = await service.subscribe(keys, {
      getInfo: () => this.answer<Nip47GetInfoResponse>('get_info', {}),
      makeInvoice: (params) => this.answer<Nip47Transaction>('make_invoice', params),
      lookupInvoice: (params) => this.answer<Nip47Transaction>('lookup_invoice', params),
      listTransactions: (params) => this.answer<Nip47ListTransactionsResponse>('list_transactions', params),
    });
    this.closers.push(
      stop,
      // A publish that the end overtakes is none of anybody's business.
      books.node.onSettled((hash) => this.notifying.push(this.notify(hash).catch(() => undefined))),
    );
    await relay.untilFrame(({ from, ofWallet, message }) => {
      return from === 'relay' && ofWallet && message[0] === 'EOSE';
    });
  }

  /** Leaves the relay. */
  async stop(): Promise<void> {
    this.isStopped = true;
    for (const close of this.closers) close();
    await Promise.all(this.notifying);
    const { openEventPublishes } = this.service.relay as unknown as OpenPublishes;
    for (const { timeout } of openEventPublishes.values()) clearTimeout(timeout);
    this.service.close();
  }

  private async answer<T>(method: string, params: object): NWCWalletServiceResponsePromise<T> {
    const { faults } = this.books;
    if (faults.hang) return new Promise<never>(() => undefined);
    if (faults.slowMillis > 0) await wait(faults.slowMillis, undefined, { ref: false });
    if (faults.reset) this.relay.dropClients();
    const { result, error } = await this.books.answer(method, params as Record<string, unknown>);
    if (method === 'make_invoice' && faults.takeLostAnswer()) this.relay.dropClients();
    // The library does not bear to publish after the end.
    if (this.isStopped) return new Promise<never>(() => undefined);
    return { result: result as T | undefined, error };
  }

  private async notify(paymentHash: string): Promise<void> {
    const invoice = this.books.node.find(paymentHash);
    if (invoice === null) return;
    const notification = await this.books.transaction(invoice);
    const text = JSON.stringify({ notification_type: 'payment_received', notification });
    const { service, keys } = this;
    const template = {
      kind: NOTIFICATION_KIND,
      created_at: Math.floor(Date.now() / 1000),
      tags: [['p', keys.clientPubkey]],
      content: (await service.encrypt(keys, text, 'nip44_v2')) as string,
    };
    await service.relay.publish(await service.signEvent(template, keys.walletSecret));
  }
}
