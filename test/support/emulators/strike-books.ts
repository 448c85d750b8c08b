import { randomUUID } from 'node:crypto';
import type { EmulatedNode, NodeInvoice, Spoil } from './emulated-node.js';

/** An amount as Strike writes it. */
export interface StrikeAmount {
  readonly amount: string;
  readonly currency: string;
}

/** A receive in the JSON of Strike's lists. */
export interface StrikeReceiveJson {
  readonly receiveId: string;
  readonly receiveRequestId: string;
  readonly type: 'LIGHTNING' | 'ONCHAIN' | 'P2P';
  readonly state: string;
  readonly amountReceived: StrikeAmount;
  readonly amountCredited?: StrikeAmount;
  readonly created: string;
  readonly completed?: string;
  readonly lightning?: { readonly invoice: string; readonly preimage: string; readonly paymentHash: string };
}

/** A receive request to be made. */
export interface StrikeTerms {
  readonly amountMsat: bigint | null;
  readonly description: string;
  readonly expirySeconds: number;
  readonly targetCurrency: string;
}

interface Request {
  readonly id: string;
  readonly receiveId: string;
  readonly targetCurrency: string;
  readonly invoice: NodeInvoice;
}

/** Millisatoshis as bitcoin with 8 decimals, or as many as it takes. */
export function bitcoin(msat: bigint): StrikeAmount {
  const digits = msat.toString().padStart(12, '0');
  const text = `${digits.slice(0, -11)}.${digits.slice(-11)}`;
  return { amount: text.endsWith('000') ? text.slice(0, -3) : text, currency: 'BTC' };
}

/** The receive requests of an account, and what its node received for them. */
export class StrikeBooks {
  private readonly requests = new Map<string, Request>();
  private readonly byHash = new Map<string, string>();
  private readonly extra: StrikeReceiveJson[] = [];
  private readonly hidden = new Set<string>();

  constructor(private readonly node: EmulatedNode) {}

  /** Makes a receive request with an invoice; gives Strike's answer. */
  async create(terms: StrikeTerms, spoil: Spoil | null): Promise<object> {
    const { amountMsat, description, expirySeconds, targetCurrency } = terms;
    const invoice = await this.node.createInvoice({ amountMsat, description, expirySeconds }, spoil);
    const request = { id: randomUUID(), receiveId: randomUUID(), targetCurrency, invoice };
    this.requests.set(request.id, request);
    this.byHash.set(invoice.paymentHash, request.id);
    const amount = amountMsat === null ? null : bitcoin(amountMsat);
    return {
      receiveRequestId: request.id,
      created: invoice.createdAt.toISOString(),
      targetCurrency,
      bolt11: {
        invoice: invoice.paymentRequest,
        ...(amount === null ? {} : { requestedAmount: amount, btcAmount: amount.amount }),
        ...(description === '' ? {} : { description }),
        paymentHash: invoice.paymentHash,
        expires: invoice.expiresAt.toISOString(),
      },
    };
  }

  /** The receive request whose invoice has that hash, null if it is nobody's here. */
  requestOf(paymentHash: string): { readonly id: string; readonly receiveId: string } | null {
    return this.requests.get(this.byHash.get(paymentHash) ?? '') ?? null;
  }

  /** Adds a receive that no node saw, such as that of a payer who is at Strike too. */
  add(receive: StrikeReceiveJson): void {
    this.extra.push(receive);
  }

  /** Never shows what the node received for that request: the payer was at Strike too. */
  hideLightning(requestId: string): void {
    this.hidden.add(requestId);
  }

  /** All receives of these requests, or of every request, oldest request first. */
  async receives(ids: readonly string[], isPending: boolean): Promise<readonly StrikeReceiveJson[]> {
    const asked = [...this.requests.values()].filter(({ id }) => ids.length === 0 || ids.includes(id));
    const found: StrikeReceiveJson[] = [];
    for (const request of asked) {
      const receive = this.hidden.has(request.id) ? null : await this.lightning(request, isPending);
      if (receive !== null) found.push(receive);
      found.push(...this.extra.filter((one) => one.receiveRequestId === request.id));
    }
    return found;
  }

  private async lightning(request: Request, isPending: boolean): Promise<StrikeReceiveJson | null> {
    const { invoice, targetCurrency } = request;
    const state = await this.node.stateOf(invoice.paymentHash);
    if (state === null || (state.is !== 'settled' && state.is !== 'pending')) return null;
    const isCompleted = state.is === 'settled' && !isPending;
    const msat = state.is === 'settled' ? state.receivedMsat : (invoice.amountMsat ?? 0n);
    return {
      receiveId: request.receiveId,
      receiveRequestId: request.id,
      type: 'LIGHTNING',
      state: isCompleted ? 'COMPLETED' : 'PENDING',
      amountReceived: bitcoin(msat),
      ...(isCompleted
        ? {
            amountCredited: credited(msat, targetCurrency),
            completed: (state.settledAt ?? this.node.now()).toISOString(),
          }
        : {}),
      created: invoice.createdAt.toISOString(),
      lightning: {
        invoice: invoice.paymentRequest,
        preimage: invoice.preimage ?? '',
        paymentHash: invoice.paymentHash,
      },
    };
  }
}

/** At 100,000 to the bitcoin, whatever the currency. */
function credited(msat: bigint, currency: string): StrikeAmount {
  if (currency === 'BTC') return bitcoin(msat);
  return { amount: (Number(msat) / 1e6).toFixed(2), currency };
}
