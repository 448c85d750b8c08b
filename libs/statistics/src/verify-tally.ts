import { type Mode, type Reason } from '@turnpike/l402';

import { statisticsBounds } from './statistics-bounds.js';

interface Counter {
  count: number;
}

/** What was counted of one merchant and mode since it was last taken. */
export interface TenantTally {
  readonly merchantId: number;
  readonly mode: Mode;
  /** Uses by resource; those of more resources than the bound stand under the empty text. */
  readonly uses: ReadonlyMap<string, Counter>;
  readonly refusals: ReadonlyMap<Reason, Counter>;
}

/** All that was counted since it was last taken. */
export interface TakenTally {
  readonly tenants: readonly TenantTally[];
  /** By key of the challenge, 32 hex digits: why its token was refused, and how often. */
  readonly tokens: ReadonlyMap<string, ReadonlyMap<Reason, Counter>>;
}

interface OpenTally {
  readonly merchantId: number;
  readonly mode: Mode;
  readonly uses: Map<string, Counter>;
  readonly refusals: Map<Reason, Counter>;
}

/**
 * Counts what verify answers, in memory and within a bound: to count is to find a counter and add one. What is counted is
 * written some seconds later, so a process that crashes takes that much of it along; no answer depends on it.
 */
export class VerifyTally {
  private tenants = new Map<number, OpenTally>();
  private tokens = new Map<string, Map<Reason, Counter>>();
  private entries = 0;

  /** A call was let in. */
  admitted(merchantId: number, mode: Mode, resource: string): void {
    const uses = this.tenant(merchantId, mode)?.uses;
    if (uses === undefined) return;
    const known = uses.has(resource) || uses.size < statisticsBounds.resourcesPerDayMax;
    this.count(uses, known ? resource : '');
  }

  /** A call was refused, whatever it showed. */
  refused(merchantId: number, mode: Mode, reason: Reason): void {
    const refusals = this.tenant(merchantId, mode)?.refusals;
    if (refusals !== undefined) this.count(refusals, reason);
  }

  /** A token that is ours was refused; `key` names its challenge. */
  refusedToken(key: string, reason: Reason): void {
    let reasons = this.tokens.get(key);
    if (reasons === undefined) {
      if (this.isFull()) return;
      reasons = new Map();
      this.tokens.set(key, reasons);
    }
    this.count(reasons, reason);
  }

  /** Gives what was counted, and begins anew; null if there is nothing. */
  take(): TakenTally | null {
    if (this.tenants.size === 0 && this.tokens.size === 0) return null;
    const taken = { tenants: [...this.tenants.values()], tokens: this.tokens };
    this.tenants = new Map();
    this.tokens = new Map();
    this.entries = 0;
    return taken;
  }

  private tenant(merchantId: number, mode: Mode): OpenTally | undefined {
    const id = merchantId * 2 + (mode === 'live' ? 1 : 0);
    const known = this.tenants.get(id);
    if (known !== undefined || this.isFull()) return known;
    const made = { merchantId, mode, uses: new Map(), refusals: new Map() };
    this.tenants.set(id, made);
    return made;
  }

  private count<Name>(counters: Map<Name, Counter>, name: Name): void {
    const counter = counters.get(name);
    if (counter !== undefined) {
      counter.count += 1;
    } else if (!this.isFull()) {
      counters.set(name, { count: 1 });
      this.entries += 1;
    }
  }

  private isFull(): boolean {
    return this.entries >= statisticsBounds.tallyEntriesMax;
  }
}
