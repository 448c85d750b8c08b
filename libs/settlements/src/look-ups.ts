import type { DueWatch, RescheduledWatch } from '@turnpike/challenges';
import { ConnectionBreaker } from '@turnpike/wallets';
import { LookUp } from './look-up.js';
import type { LookUpParts } from './look-up.js';
import { laneNameOf, LookUpLane } from './look-up-lane.js';
import { WalletTurns } from './wallet-turns.js';
import { settlementBounds } from './settlement-bounds.js';

/**
 * All look-ups of this process. Each connection has a lane and is asked one thing at a time; lanes take turns, and a
 * bounded number has its turn at once, so that a wallet which is slow or away holds up only itself, and a merchant's
 * wallets only each other.
 */
export class LookUps {
  private readonly lanes = new Map<string, LookUpLane>();
  private readonly line: LookUpLane[] = [];
  private readonly whenIdle: (() => void)[] = [];
  private readonly lookUp: LookUp;
  private readonly turns = new WalletTurns();
  private closed = false;

  constructor(private readonly parts: LookUpParts) {
    this.lookUp = new LookUp(parts);
  }

  /** How many challenges wait, and how many wallets are being asked. */
  get size(): number {
    let waiting = 0;
    for (const lane of this.lanes.values()) waiting += lane.size;
    return waiting + this.turns.size;
  }

  /**
   * Has challenges that were taken just now looked at when their turn comes. Answers those that it has no room for,
   * because too many wait for their wallet, with a time at which there will be.
   */
  add(watches: readonly DueWatch[]): RescheduledWatch[] {
    const now = this.parts.clock.now();
    if (this.closed) return watches.map((watch) => givenBack(watch, now));
    const refused: RescheduledWatch[] = [];
    for (const watch of watches) {
      const lane = this.laneOf(watch);
      if (!lane.put(watch)) refused.push(givenBack(watch, lane.timetable.next(now)));
      else if (!lane.busy) {
        lane.busy = true;
        this.line.push(lane);
      }
    }
    this.proceed();
    return refused;
  }

  /** Forgets the lanes that have nothing to do and nothing to remember. */
  tidy(): void {
    const now = this.parts.clock.now();
    for (const [name, lane] of this.lanes) if (lane.isForgettable(now)) this.lanes.delete(name);
  }

  /** How many connections it remembers something of. */
  get laneCount(): number {
    return this.lanes.size;
  }

  /** Ends what is under way before the database closes; Nest calls it. */
  onModuleDestroy(): Promise<void> {
    return this.close();
  }

  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.whenIdle.push(resolve);
      this.tellIfIdle();
    });
  }

  /** Takes no more, gives back what waits, which stays due, and waits a bounded time for what is under way. */
  async close(): Promise<void> {
    this.closed = true;
    const now = this.parts.clock.now();
    const waiting = [...this.lanes.values()].flatMap((lane) => lane.takeAll());
    const given = this.parts.watches.reschedule(waiting.map((watch) => givenBack(watch, now)));
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, settlementBounds.closeMillis);
    });
    // What could not be given back falls due by itself.
    const done = Promise.all([this.idle(), given.catch(() => undefined)]);
    await Promise.race([done, patience]);
    clearTimeout(timer);
  }

  private laneOf(watch: DueWatch): LookUpLane {
    const name = laneNameOf(watch);
    let lane = this.lanes.get(name);
    if (lane === undefined) {
      lane = new LookUpLane(name, watch.merchantId, new ConnectionBreaker());
      this.lanes.set(name, lane);
    }
    return lane;
  }

  private proceed(): void {
    while (this.turns.size < settlementBounds.walletsAskedMax) {
      const lane = this.turns.next(this.line);
      if (lane === null) break;
      void this.lookUp.run(lane).then(() => {
        this.turns.end(lane);
        this.leave(lane);
        this.proceed();
        this.tellIfIdle();
      });
    }
  }

  /** A lane with more to do goes to the end of the line; one with nothing to remember is forgotten. */
  private leave(lane: LookUpLane): void {
    if (lane.size > 0) {
      this.line.push(lane);
      return;
    }
    lane.busy = false;
    if (lane.isForgettable(this.parts.clock.now())) this.lanes.delete(lane.name);
  }

  private tellIfIdle(): void {
    if (this.turns.size > 0 || this.line.length > 0) return;
    for (const tell of this.whenIdle.splice(0)) tell();
  }
}

/** Not asked about, and due at another time. */
function givenBack({ key, waitingSince, takenUntil }: DueWatch, at: Date): RescheduledWatch {
  return { key, at, waitingSince, takenUntil };
}
