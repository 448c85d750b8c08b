import { createHash } from 'node:crypto';
import type { DueWatch, RescheduledWatch, Settlement } from '@turnpike/challenges';
import { limits, ManualClock } from '@turnpike/config';
import { parseMerchantId, parsePaymentHash } from '@turnpike/l402';
import type { PaymentHash } from '@turnpike/l402';
import { createLogger } from '@turnpike/observability';
import type { InvoiceOrigin, InvoiceReference, InvoiceState } from '@turnpike/wallets';
import { LookUpRound } from '../look-up-round.js';
import { LookUps } from '../look-ups.js';

const start = new Date('2026-01-01T00:00:00Z');
const OPEN: InvoiceState = { is: 'open' };

const HINTED = new Date(0);

interface Row {
  watch: DueWatch;
  dueAt: Date;
  waitingSince: Date | null;
  takenUntil: Date | null;
  endedAt: Date | null;
}

function giveBack(row: Row, { at, waitingSince, takenUntil }: RescheduledWatch): void {
  if (!isTaken(row, takenUntil)) return;
  [row.dueAt, row.waitingSince, row.takenUntil] = [at, waitingSince, null];
}

function isTaken(row: Row, until: Date): boolean {
  return row.takenUntil?.getTime() === until.getTime();
}

/** One call to a wallet. */
export interface Asked {
  readonly connection: string;
  readonly hashes: readonly string[];
  isAnswered: boolean;
}

/** A database and wallets in memory around the real look-ups. Wallets say `open` unless told otherwise. */
export class LookUpScene {
  readonly clock = new ManualClock(start);
  readonly asked: Asked[] = [];
  /** What a wallet does when asked; by connection. */
  readonly wallets = new Map<string, (refs: readonly InvoiceReference[]) => Promise<InvoiceState>>();
  /** What `settle` was told, in order. */
  readonly words: { key: string; word: Settlement }[] = [];
  /** How the wallets are followed. */
  habits = { pushAlive: false, firstStepSeconds: 1, lateLooks: false };
  /** The alerts that were raised, by matter. */
  readonly alerts: string[] = [];
  /** The database is away, for all writes or for words alone. */
  failWrites = false;
  failWords = false;
  /** Challenges, by key, of which these words can never be written. */
  readonly unwritable = new Map<string, readonly Settlement[]>();
  readonly lookUps: LookUps;
  readonly round: LookUpRound;
  private readonly rows = new Map<string, Row>();

  constructor() {
    const parts = {
      watches: {
        takeDue: (dueAt: Date, now: Date, limit: number) =>
          Promise.resolve(this.take(dueAt, now, limit, () => true)),
        takeHinted: (dueAt: Date, now: Date, limit: number) =>
          Promise.resolve(this.take(dueAt, now, limit, (row) => row.waitingSince?.getTime() === 0)),
        nextDueAt: () => Promise.resolve(this.nextDueAt()),
        reschedule: async (given: readonly RescheduledWatch[]) => {
          for (const one of given) await this.write(one.key, (row) => giveBack(row, one));
        },
        end: (key: string, takenUntil: Date, at: Date) =>
          this.write(key, (row) => {
            if (isTaken(row, takenUntil)) row.endedAt = at;
          }),
      },
      settle: {
        run: async ({ key }: { key: string }, word: Settlement) => {
          if (this.failWords) throw new Error('Connection terminated');
          if (this.unwritable.get(key)?.includes(word) === true)
            throw Object.assign(new Error('value is out of range for type bigint'), { code: '22003' });
          await this.write(key, (row) => (row.watch = { ...row.watch, settlement: word, hasWord: true }));
          this.words.push({ key, word });
          return true;
        },
      },
      wallets: {
        lookUp: (origin: InvoiceOrigin, refs: readonly InvoiceReference[]) => this.ask(origin, refs),
        habitsOf: () => Promise.resolve(this.habits),
      },
      alerts: {
        raise: (_merchantId: number, _connectionId: string, matter: string) => void this.alerts.push(matter),
      },
      clock: this.clock,
      logger: createLogger({ logLevel: 'silent' }),
    };
    this.lookUps = new LookUps(parts);
    this.round = new LookUpRound(parts, this.lookUps);
  }

  /** Adds a challenge made now, due now. Answers its key. */
  challenge(connection: string, name: string, changes: Partial<DueWatch> = {}): string {
    const now = this.clock.now();
    const hash = createHash('sha256').update(`${connection} ${name}`).digest('hex');
    const watch: DueWatch = {
      key: hash.slice(0, 32),
      merchantId: must(parseMerchantId(1)),
      mode: 'live',
      connectionId: connection,
      paymentHash: must(parsePaymentHash(hash)),
      providerRef: name,
      paymentRequest: 'lnbc1',
      createdAt: now,
      invoiceExpiresAt: new Date(now.getTime() + 600_000),
      settlement: 'open',
      hasWord: changes.settlement !== undefined,
      priceSats: 21,
      isPaid: false,
      waitingSince: now,
      takenUntil: now,
      ...changes,
    };
    this.rows.set(watch.key, { watch, dueAt: now, waitingSince: null, takenUntil: null, endedAt: null });
    return watch.key;
  }

  /** A hint names a challenge. */
  hint(key: string): void {
    const row = must(this.rows.get(key));
    [row.dueAt, row.waitingSince] = [this.clock.now(), HINTED];
  }

  /** Runs a round and waits for everything it set going. */
  async runRound(): Promise<number> {
    const taken = await this.round.run();
    await this.lookUps.idle();
    return taken;
  }

  /** When a challenge is looked at next, in seconds from now; null if never. */
  dueIn(key: string): number | null {
    const row = must(this.rows.get(key));
    if (row.endedAt !== null) return null;
    return (row.dueAt.getTime() - this.clock.now().getTime()) / 1000;
  }

  /** The word on record. */
  wordOf(key: string): Settlement {
    return must(this.rows.get(key)).watch.settlement;
  }

  private nextDueAt(): Date | null {
    const open = [...this.rows.values()].filter(({ endedAt }) => endedAt === null);
    return open.reduce<Date | null>(
      (next, { dueAt }) => (next === null || dueAt < next ? dueAt : next),
      null,
    );
  }

  private take(dueAt: Date, now: Date, limit: number, which: (row: Row) => boolean): DueWatch[] {
    const due = [...this.rows.values()]
      .filter((row) => row.endedAt === null && row.dueAt <= dueAt && (row.takenUntil ?? now) <= now)
      .filter(which)
      .sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
      .slice(0, limit);
    return due.map((row) => {
      const waitingSince = row.waitingSince ?? row.dueAt;
      const takenUntil = new Date(now.getTime() + limits.watchTakenSeconds * 1000);
      [row.dueAt, row.waitingSince, row.takenUntil] = [takenUntil, waitingSince, takenUntil];
      return { ...row.watch, waitingSince, takenUntil };
    });
  }

  private async ask(
    { connectionId }: InvoiceOrigin,
    refs: readonly InvoiceReference[],
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    const connection = connectionId ?? 'sandbox';
    if (refs.length === 0) return new Map();
    const asked: Asked = {
      connection,
      hashes: refs.map(({ paymentHash }) => paymentHash),
      isAnswered: false,
    };
    this.asked.push(asked);
    const state = await (this.wallets.get(connection) ?? (() => Promise.resolve(OPEN)))(refs);
    asked.isAnswered = true;
    return new Map(refs.map(({ paymentHash }) => [paymentHash, state]));
  }

  private write(key: string, change: (row: Row) => void): Promise<void> {
    if (this.failWrites) return Promise.reject(new Error('Connection terminated'));
    change(must(this.rows.get(key)));
    return Promise.resolve();
  }
}

function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('there is no such thing in this scene');
  return value;
}
