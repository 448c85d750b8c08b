import { setTimeout as pause } from 'node:timers/promises';

import { ApiProcess } from '../api-process.js';
import type { BuiltProcess } from '../built-process.js';
import { startWorkerProcess } from '../worker-process.js';
import type { Chance } from './chance.js';

type Mortal = Pick<BuiltProcess, 'kill' | 'stop' | 'exited' | 'errors'>;

/** A place where a process runs, one after the other. */
interface Place<P extends Mortal> {
  readonly start: () => Promise<P>;
  running: P | null;
}

const EACH = 2;
const PAUSE_MILLIS = 7_000;

/** Two APIs and two workers on one database, which are killed again and again, and started again. */
export class MortalProcesses {
  /** How often an API and a worker was killed. */
  readonly kills = { api: 0, worker: 0 };
  /** When one was killed last. */
  lastKillAt = new Date(0);
  /** What processes said that ended by themselves. */
  readonly ended: string[] = [];
  private readonly apis: readonly Place<ApiProcess>[];
  private readonly workers: readonly Place<BuiltProcess>[];

  private constructor(variables: Record<string, string>) {
    const places = <P extends Mortal>(start: () => Promise<P>): Place<P>[] =>
      Array.from({ length: EACH }, () => ({ start, running: null }));
    this.apis = places(() => ApiProcess.start(variables));
    this.workers = places(() => Promise.resolve(startWorkerProcess(variables)));
  }

  /** Starts all. */
  static async start(variables: Record<string, string>): Promise<MortalProcesses> {
    const processes = new MortalProcesses(variables);
    await Promise.all([...processes.apis, ...processes.workers].map((place) => processes.fill(place)));
    return processes;
  }

  /** One of the APIs that are up; null while none is. */
  api(number: number): ApiProcess | null {
    const up = this.apis.flatMap(({ running }) => running ?? []);
    return up[number % up.length] ?? null;
  }

  /**
   * Kills at moments left to chance, every process in its turn and at times both of a sort, until told to stop; then all
   * are up.
   */
  async killUntil(isOver: () => boolean, chance: Chance): Promise<void> {
    while (!isOver()) {
      for (const victim of chance.shuffled([...this.apis, ...this.workers])) {
        await pause(chance.below(PAUSE_MILLIS));
        if (isOver()) return;
        const sort: readonly Place<Mortal>[] = this.isApi(victim) ? this.apis : this.workers;
        const victims = chance.onceIn(5) ? sort : [victim];
        await Promise.all(victims.map((place) => this.killAt(place)));
      }
    }
  }

  /** Asks all to stop; gives their exit codes. */
  async stop(): Promise<(number | null)[]> {
    const running = [...this.apis, ...this.workers].flatMap((place) => {
      const { running: one } = place;
      place.running = null;
      return one ?? [];
    });
    return Promise.all(running.map((one) => one.stop()));
  }

  private isApi(place: Place<Mortal>): boolean {
    return (this.apis as readonly Place<Mortal>[]).includes(place);
  }

  private async killAt(place: Place<Mortal>): Promise<void> {
    const { running } = place;
    place.running = null;
    if (running === null) return;
    this.kills[this.isApi(place) ? 'api' : 'worker'] += 1;
    await running.kill();
    this.lastKillAt = new Date();
    await this.fill(place);
  }

  private async fill(place: Place<Mortal>): Promise<void> {
    const started = await place.start();
    place.running = started;
    void started.exited.then(() => {
      if (place.running === started) this.ended.push(started.errors);
    });
  }
}
