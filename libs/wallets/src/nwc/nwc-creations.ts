import type { Clock } from '@turnpike/config';
import { LRUCache } from 'lru-cache';
import { Rejected, ProtocolViolation, UnknownOutcome } from '../wallet-errors.js';
import type { CreatedInvoice, InvoiceRequest } from '../wallet-provider.js';
import { orAborted, pause } from './abortable.js';
import { nwcBounds } from './nwc-bounds.js';
import { resultOf, type NwcClient, type NwcRequest } from './nwc.client.js';
import { listPages } from './nwc-list.js';
import { readTransaction, type NwcTransaction } from './nwc.types.js';

interface Creation {
  /** The request that was sent and not answered: who asks again sends the same, and the wallet knows it by its id. */
  sent: NwcRequest | null;
  made: CreatedInvoice | null;
  /** Ends when whoever asks now has finished, however. */
  turn: Promise<unknown>;
}

/**
 * Makes invoices, one for each challenge: asking again sends the same signed request. A wallet that has dealt with that
 * one does not answer twice, so the invoice is looked for in its list as well, by the challenge that it was made for.
 */
export class NwcCreations {
  private readonly creations = new LRUCache<string, Creation>({
    max: nwcBounds.creationsKeptMax,
    ttl: nwcBounds.creationKeptMillis,
  });

  constructor(
    private readonly client: NwcClient,
    private readonly clock: Clock,
  ) {}

  /** Makes the invoice of a challenge, or gives the one that was made. Throws a `WalletError`. */
  async create(request: InvoiceRequest, signal: AbortSignal): Promise<CreatedInvoice> {
    const { challengeId } = request;
    const creation = this.creations.get(challengeId) ?? newCreation();
    this.creations.set(challengeId, creation);
    const before = creation.turn;
    const own = orAborted(before, signal).then(() => creation.made ?? this.make(creation, request, signal));
    creation.turn = own.catch(() => undefined);
    return own;
  }

  private async make(
    creation: Creation,
    asked: InvoiceRequest,
    signal: AbortSignal,
  ): Promise<CreatedInvoice> {
    const sent = creation.sent !== null && this.isStillTaken(creation.sent) ? creation.sent : null;
    creation.sent = null;
    const request = sent ?? (await this.client.prepare('make_invoice', paramsOf(asked), signal));
    try {
      const made =
        sent === null ? this.send(request, signal) : this.repeat(request, asked.challengeId, signal);
      creation.made = toCreated(await made);
      return creation.made;
    } catch (error) {
      // Whoever was refused has nothing that could be found again.
      if (error instanceof UnknownOutcome) creation.sent = request;
      throw error;
    }
  }

  private isStillTaken({ event }: NwcRequest): boolean {
    const seconds = this.clock.now().getTime() / 1000 - event.created_at;
    return seconds < nwcBounds.requestSeconds;
  }

  private async send(request: NwcRequest, signal: AbortSignal): Promise<NwcTransaction> {
    return readTransaction(resultOf(await this.client.ask(request, 'create', signal)));
  }

  private async repeat(
    request: NwcRequest,
    challengeId: string,
    signal: AbortSignal,
  ): Promise<NwcTransaction> {
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const answered = this.send(request, either);
    const found = this.search(challengeId, request.event.created_at, either);
    try {
      return await Promise.any([answered, found]);
    } catch {
      return await answered;
    } finally {
      over.abort();
    }
  }

  /** The invoice in the wallet's own list; throws if it is not there. */
  private async search(challengeId: string, since: number, signal: AbortSignal): Promise<NwcTransaction> {
    const { methods } = await this.client.walletInfo(signal);
    if (methods?.has('list_transactions') === false) throw new UnknownOutcome('the wallet has no list');
    for (let searches = 1; ; searches += 1) {
      const params = { from: since - nwcBounds.catchUpSeconds, unpaid: true };
      for await (const page of listPages(this.client, params, 1, 'create', signal)) {
        const found = page.transactions.find((one) => one.challengeId === challengeId && one.isIncoming);
        if (found !== undefined && found.paymentRequest !== null) return found;
      }
      if (searches === nwcBounds.searchesMax || signal.aborted) throw new UnknownOutcome();
      await pause(nwcBounds.searchMillis, signal);
    }
  }
}

function newCreation(): Creation {
  return { sent: null, made: null, turn: Promise.resolve() };
}

function paramsOf({ challengeId, amountMsat, description, expirySeconds }: InvoiceRequest): object {
  if (amountMsat > BigInt(Number.MAX_SAFE_INTEGER)) throw new Rejected('amount');
  const metadata = { challenge: challengeId };
  return { amount: Number(amountMsat), description, expiry: expirySeconds, metadata };
}

function toCreated({ paymentRequest, paymentHash }: NwcTransaction): CreatedInvoice {
  if (paymentRequest === null) throw new ProtocolViolation('no invoice');
  return { paymentRequest, providerRef: paymentHash, claimedHash: paymentHash };
}
