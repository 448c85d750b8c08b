import { createHash } from 'node:crypto';
import { Emulator, type EmulatorAnswer, type EmulatorRequest } from './emulator.js';
import type { EmulatedNode } from './emulated-node.js';

const METADATA = JSON.stringify([
  ['text/plain', 'Zahlung an shop'],
  ['text/identifier', 'shop@emulated.example'],
]);

/** An error as LUD-06 has it: with HTTP 200, unless the server in front of the service failed. */
function complain(reason: string, status = 200): EmulatorAnswer {
  return { status, body: { status: 'ERROR', reason } };
}

/**
 * A service for one address paid by LNURL, `shop`: bounds, comments and verification as its members say. Errors come with
 * HTTP 200, and an invoice lives as long as the service likes.
 */
export class LnurlEmulator extends Emulator {
  minSendable = 1_000;
  maxSendable = 100_000_000;
  /** Characters; null where comments are not spoken of. */
  commentAllowed: number | null = 200;
  metadata = METADATA;
  /** Whether invoices hold the hash of the metadata, or a text. */
  describes: 'hash' | 'text' = 'hash';
  /** What the hash is of, where it is to be wrong. */
  hashed: string | null = null;
  expirySeconds = 600;
  /** Null where the service offers no verification. */
  verifyUrl: ((paymentHash: string) => string) | null = (paymentHash) =>
    `${this.url}/lnurlp/shop/verify/${paymentHash}`;
  /** Where the service says that invoices are made. */
  callbackUrl = (): string => `${this.url}/lnurlp/shop/callback?k=a%20b`;
  /** What the service complains of instead of making an invoice. */
  complaint: string | null = null;
  /** The comments that came along, oldest first. */
  readonly comments: (string | null)[] = [];

  constructor(private readonly node: EmulatedNode) {
    super();
  }

  /** Where the address is asked about. */
  get address(): string {
    return `${this.url}/.well-known/lnurlp/shop`;
  }

  protected failure(status: number): EmulatorAnswer {
    return complain('The service has a problem.', status);
  }

  protected async answer({ method, url }: EmulatorRequest): Promise<EmulatorAnswer> {
    const [, hash] = /^\/lnurlp\/shop\/verify\/([0-9a-f]{64})$/.exec(url.pathname) ?? [];
    if (method !== 'GET') return complain('Method not allowed', 405);
    if (url.pathname === '/.well-known/lnurlp/shop') return this.offer();
    if (url.pathname === '/lnurlp/shop/callback') return this.create(url.searchParams);
    if (hash !== undefined) return this.verify(hash);
    return complain('User not found');
  }

  private offer(): EmulatorAnswer {
    const { commentAllowed, maxSendable, metadata, minSendable } = this;
    const comments = commentAllowed === null ? {} : { commentAllowed };
    const bounds = { minSendable, maxSendable, metadata, tag: 'payRequest' };
    return { status: 200, body: { callback: this.callbackUrl(), ...bounds, ...comments } };
  }

  private async create(query: URLSearchParams): Promise<EmulatorAnswer> {
    const amount = Number(query.get('amount') ?? 'none');
    const comment = query.get('comment');
    if (this.complaint !== null) return complain(this.complaint);
    if (query.get('k') !== 'a b') return complain('The callback was changed.');
    if (!Number.isSafeInteger(amount) || amount < this.minSendable || amount > this.maxSendable)
      return complain(`Amount ${amount} is out of bounds.`);
    if (Array.from(comment ?? '').length > (this.commentAllowed ?? 0))
      return complain('The comment is too long.');
    this.comments.push(comment);
    const descriptionHash = createHash('sha256')
      .update(this.hashed ?? this.metadata)
      .digest('hex');
    const made = await this.node.createInvoice(
      {
        amountMsat: BigInt(amount),
        expirySeconds: this.expirySeconds,
        // The comment is not in the invoice, but the service keeps it.
        ...(this.describes === 'hash'
          ? { descriptionHash, description: comment ?? '' }
          : { description: 'Zahlung an shop' }),
      },
      this.faults.spoil,
    );
    const { paymentHash, paymentRequest: pr } = made;
    const verify = this.verifyUrl === null ? {} : { verify: this.verifyUrl(paymentHash) };
    return { status: 200, body: { status: 'OK', pr, routes: [], ...verify }, creates: true };
  }

  private async verify(paymentHash: string): Promise<EmulatorAnswer> {
    const invoice = this.node.find(paymentHash);
    if (invoice === null || this.faults.takeNotFound()) return complain('Not found');
    const state = await this.node.stateOf(paymentHash);
    const settled = state?.is === 'settled' && !this.faults.pendingForever;
    const preimage = settled ? invoice.preimage : null;
    return { status: 200, body: { status: 'OK', settled, preimage, pr: invoice.paymentRequest } };
  }
}
