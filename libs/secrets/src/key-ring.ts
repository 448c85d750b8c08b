import type { KeyEntry } from '@turnpike/config';

/**
 * Keys by number. The first one is used for what is made now, the others for what was made under them, until they are
 * taken out of the configuration.
 */
export class KeyRing {
  /** The key for what is made now. */
  readonly current: KeyEntry;
  private readonly byKid: ReadonlyMap<number, KeyEntry>;

  /** Throws when there is no key, or two of one number. */
  constructor(entries: readonly KeyEntry[]) {
    const first = entries[0];
    if (first === undefined) throw new Error('a key ring needs a key');
    this.current = first;
    this.byKid = new Map(entries.map((entry) => [entry.kid, entry]));
    if (this.byKid.size !== entries.length) throw new Error('a key ring has two keys of one number');
  }

  /** The key of this number, or null when it is not (or no longer) in the ring. */
  get(kid: number): KeyEntry | null {
    return this.byKid.get(kid) ?? null;
  }
}

/** The ring that preimages of invoices are derived from where the wallet lets us choose them. */
export class InvoiceKeys extends KeyRing {}
