import { EventEmitter, once } from 'node:events';
import type { Hint, HintSink, InvoiceReference } from '../wallet-provider.js';

/** A sink that keeps what a stream tells, and lets a test wait for it. */
export class RecordingSink extends EventEmitter implements HintSink {
  /** How often the stream said that it stands. */
  aliveCount = 0;
  /** Whether a hint came before the stream said that it stands. */
  wasEarly = false;
  readonly hints: Hint[] = [];
  /** Every cursor that was stored, in order. */
  readonly cursors: (string | null)[] = [];
  /** Called with every hint before it is stored; may keep the stream waiting, or fail. */
  beforeStoring: (hints: readonly Hint[]) => Promise<void> = () => Promise.resolve();

  alive(): void {
    this.aliveCount += 1;
    this.emit('change');
  }

  async take(hints: readonly Hint[], cursor: string | null): Promise<void> {
    if (this.aliveCount === 0) this.wasEarly = true;
    await this.beforeStoring(hints);
    this.hints.push(...hints);
    this.cursors.push(cursor);
    this.emit('change');
  }

  /** The cursor that was stored last. */
  get cursor(): string | null {
    return this.cursors.at(-1) ?? null;
  }

  /** Whether an invoice was hinted at, by hash or by the wallet's own name for it. */
  hasHintFor({ paymentHash, providerRef }: InvoiceReference): boolean {
    return this.hints.some((hint) =>
      'paymentHash' in hint ? hint.paymentHash === paymentHash : hint.providerRef === providerRef,
    );
  }

  /** Resolves when the stream has said that it stands. */
  untilAlive(): Promise<void> {
    return this.until(() => this.aliveCount > 0);
  }

  /** Resolves when all of these were hinted at. */
  untilHinted(...invoices: readonly InvoiceReference[]): Promise<void> {
    return this.until(() => invoices.every((invoice) => this.hasHintFor(invoice)));
  }

  /** Resolves when this is so. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await once(this, 'change');
  }
}
