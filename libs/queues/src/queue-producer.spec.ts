import { ManualClock } from '@turnpike/config';
import { QueueBackend } from './queue-backend.js';
import type { JobQueue, JobWorker } from './queue-backend.js';
import { JOBS } from './queue-names.js';
import { QueueProducer } from './queue-producer.js';
import { Gate } from './testing/gate.js';

const unused = (): Promise<never> => Promise.reject(new Error('nobody calls this'));

/** A store in memory that can be slow, silent or away. */
class FakeBackend extends QueueBackend {
  override readonly kind = 'redis';
  opened = 0;
  added: string[] = [];
  open: () => Promise<void> = () => Promise.resolve();
  take: () => Promise<void> = () => Promise.resolve();

  constructor() {
    super({ trouble: () => undefined });
  }

  override async openQueue(): Promise<JobQueue> {
    this.opened += 1;
    await this.open();
    return {
      add: async (name) => {
        this.added.push(name);
        await this.take();
      },
      schedule: unused,
      scheduleOf: unused,
      scheduled: unused,
      unschedule: unused,
      state: unused,
      close: () => Promise.resolve(),
    };
  }

  override openWorker(): Promise<JobWorker> {
    return unused();
  }
}

function scene(waitMillis = 60_000) {
  const backend = new FakeBackend();
  const clock = new ManualClock(new Date('2026-01-01T00:00:00Z'));
  const reports: string[] = [];
  const producer = new QueueProducer(backend, { waitMillis, restMillis: 1_000 }, clock, (job, error) =>
    reports.push(`${job}: ${error.message}`),
  );
  return { backend, clock, producer, reports };
}

const away = (): Promise<never> => Promise.reject(new Error('away'));
const never = (): Promise<never> => new Promise(() => undefined);

describe('the producer of nudges', () => {
  it('adds the job and says so', async () => {
    const { producer, backend } = scene();
    expect(await producer.nudgeLookUps()).toBe(true);
    expect(backend.added).toEqual([JOBS.lookUpRound.name]);
  });

  it('opens its queue once, when first needed', async () => {
    const { producer, backend } = scene();
    expect(backend.opened).toBe(0);
    await producer.nudgeLookUps();
    await producer.nudgeLookUps();
    expect(backend.opened).toBe(1);
  });

  it('lets one nudge follow the one under way, for all that came meanwhile', async () => {
    const { producer, backend } = scene();
    const gate = new Gate();
    backend.take = () => gate.wait();
    const first = producer.nudgeLookUps();
    const others = Array.from({ length: 100 }, () => producer.nudgeLookUps());
    gate.open();
    expect(await Promise.all([first, ...others])).not.toContain(false);
    expect(backend.added).toHaveLength(2);
  });

  it('does not throw when the store is away, reports it, and tries nothing for a while', async () => {
    const { producer, backend, clock, reports } = scene();
    backend.open = away;
    expect(await producer.nudgeLookUps()).toBe(false);
    expect(await producer.nudgeLookUps()).toBe(false);
    expect([backend.opened, reports]).toEqual([1, ['look-up-round: away']]);
    clock.advanceSeconds(1);
    backend.open = () => Promise.resolve();
    expect(await producer.nudgeLookUps()).toBe(true);
    expect(backend.opened).toBe(2);
  });

  it('keeps its queue when adding fails: the queue finds its store again', async () => {
    const { producer, backend, clock } = scene();
    await producer.nudgeLookUps();
    backend.take = away;
    expect(await producer.nudgeLookUps()).toBe(false);
    clock.advanceSeconds(1);
    backend.take = () => Promise.resolve();
    expect(await producer.nudgeLookUps()).toBe(true);
    expect(backend.opened).toBe(1);
  });

  it.each(['open', 'take'] as const)('keeps nobody waiting for a store that is silent (%s)', async (step) => {
    const { producer, backend } = scene(5);
    backend[step] = never;
    expect(await producer.nudgeLookUps()).toBe(false);
    expect(await producer.nudgeLookUps()).toBe(false);
    expect(backend.opened).toBe(1);
    await producer.onModuleDestroy();
  });

  it('drops nudges after closing', async () => {
    const { producer, backend } = scene();
    await producer.nudgeLookUps();
    await producer.onModuleDestroy();
    expect(await producer.nudgeLookUps()).toBe(false);
    expect(backend.added).toHaveLength(1);
  });
});
