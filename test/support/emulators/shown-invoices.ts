import type { EmulatedNode, NodeInvoice } from './emulated-node.js';

/** What is written on the invoices that only try a wallet out. */
const CHECK = 'Turnpike connection check';

/** An invoice by the number that a person is shown for it. */
export interface ShownInvoice {
  readonly number: number;
  readonly invoice: NodeInvoice;
}

/** The invoices of a node that are there to be paid, numbered from 1 in their order; those that only try a wallet out are not. */
export class ShownInvoices {
  private readonly shown: ShownInvoice[] = [];
  private read = 0;

  constructor(private readonly node: Pick<EmulatedNode, 'all'>) {}

  /** Those that were made since the last call. */
  takeNew(): readonly ShownInvoice[] {
    const made = this.node.all();
    const fresh = made.slice(this.read).filter(({ description }) => description !== CHECK);
    this.read = made.length;
    const numbered = fresh.map((invoice, index) => ({ number: this.shown.length + index + 1, invoice }));
    this.shown.push(...numbered);
    return numbered;
  }

  /** All that were taken so far. */
  all(): readonly ShownInvoice[] {
    return this.shown;
  }

  /** The one of that number, null if there is none. */
  find(number: number): NodeInvoice | null {
    return this.shown.find((one) => one.number === number)?.invoice ?? null;
  }
}
