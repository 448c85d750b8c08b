import { JOBS, QUEUES } from '../queue-names.js';
import type { QueueName } from '../queue-names.js';
import type { JobQueue, JobWorker, QueueBackend } from '../queue-backend.js';
import { Gate, Log } from './gate.js';

const [QUEUE, OTHER_QUEUE] = [QUEUES.settlements, QUEUES.upkeep];
const JOB = JOBS.lookUpRound.name;
const OTHER_JOB = JOBS.lookUpTurn.name;

/** Declares the tests that every store of queues passes. Each call of `connect` is one more process, on an empty store. */
export function describeQueueBackend(
  name: string,
  connect: () => QueueBackend,
  empty: () => Promise<void>,
): void {
  describe(`queues: ${name}`, () => {
    const opened: (JobQueue | JobWorker)[] = [];
    const queue = async (backend = connect()): Promise<JobQueue> => keep(await backend.openQueue(QUEUE));
    const worker = async (
      process: (job: string) => Promise<void>,
      { concurrency = 1, from = QUEUE }: { concurrency?: number; from?: QueueName } = {},
    ): Promise<JobWorker> =>
      keep(await connect().openWorker(from, { concurrency, process: ({ name: job }) => process(job) }));
    const keep = <T extends JobQueue | JobWorker>(one: T): T => {
      opened.push(one);
      return one;
    };

    beforeEach(() => empty());
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((one) => one.close()));
    });

    it('a job reaches a worker, whoever was there first', async () => {
      const log = new Log();
      await (await queue()).add(JOB);
      await worker((job) => log.add(job));
      await log.until(1);
      await (await queue()).add(OTHER_JOB);
      await log.until(2);
      expect(log.entries).toEqual([JOB, OTHER_JOB]);
    });

    it('a job reaches one worker only, and none of another queue', async () => {
      const log = new Log();
      await worker((job) => log.add(`elsewhere ${job}`), { from: OTHER_QUEUE });
      await worker((job) => log.add(job));
      await worker((job) => log.add(job));
      const own = await queue();
      await own.add(JOB);
      await log.until(1);
      await own.add(OTHER_JOB);
      await log.until(2);
      expect(log.entries).toEqual([JOB, OTHER_JOB]);
    });

    it('while a job waits another of its name is not added', async () => {
      const log = new Log();
      const own = await queue();
      for (let n = 0; n < 5; n += 1) await own.add(JOB);
      await worker((job) => log.add(job));
      await own.add(OTHER_JOB);
      await log.until(2);
      expect(log.entries).toEqual([JOB, OTHER_JOB]);
    });

    it('tells what waits, since when, and what was taken of a schedule', async () => {
      const own = await queue();
      expect(await own.state()).toEqual({ waiting: 0, failed: 0, oldestWaitingAtMillis: null });
      const before = Date.now();
      await own.add(JOB);
      await own.add(OTHER_JOB);
      const { waiting, failed, oldestWaitingAtMillis } = await own.state();
      expect([waiting, failed]).toEqual([2, 0]);
      expect(oldestWaitingAtMillis).toBeGreaterThanOrEqual(before);
      expect(oldestWaitingAtMillis).toBeLessThanOrEqual(Date.now());
      await own.schedule(JOB, 60_000);
      expect(await own.scheduleOf(JOB)).toMatchObject({ lastAtMillis: null });
      const log = new Log();
      await worker((job) => log.add(job));
      await log.until(3);
      const state = await own.scheduleOf(JOB);
      expect(state?.lastAtMillis).toBe((state?.nextAtMillis ?? 0) - 60_000);
      expect(Math.abs((state?.lastAtMillis ?? 0) - before)).toBeLessThan(60_000);
    });

    it('counts jobs that failed', async () => {
      const log = new Log();
      await worker(async (job) => {
        await log.add(job);
        if (job === JOB) throw new Error('on purpose');
      });
      const own = await queue();
      await own.add(JOB);
      await log.until(1);
      // The next job of this worker is taken only after the failure of the first was written down.
      await own.add(OTHER_JOB);
      await log.until(2);
      expect(await own.state()).toMatchObject({ failed: 1 });
    });

    it('while a job runs exactly one more of its name is added, however often it is asked for', async () => {
      const [log, gate] = [new Log(), new Gate()];
      await worker(async (job) => {
        await log.add(job);
        if (log.entries.length === 1) await gate.wait();
      });
      const own = await queue();
      await own.add(JOB);
      await log.until(1);
      for (let n = 0; n < 5; n += 1) await own.add(JOB);
      gate.open();
      await log.until(2);
      await own.add(OTHER_JOB);
      await log.until(3);
      expect(log.entries).toEqual([JOB, JOB, OTHER_JOB]);
    });

    it('a job that fails is not repeated and keeps no other from being done', async () => {
      const log = new Log();
      await worker(async (job) => {
        await log.add(job);
        if (job === JOB) throw new Error('no');
      });
      const own = await queue();
      await own.add(JOB);
      await own.add(OTHER_JOB);
      await log.until(2);
      await own.add(JOB);
      await log.until(3);
      expect(log.entries).toEqual([JOB, OTHER_JOB, JOB]);
    });

    it('as many jobs run at a time as were asked for', async () => {
      const [log, gate] = [new Log(), new Gate()];
      await worker(
        async (job) => {
          await log.add(job);
          await gate.wait();
        },
        { concurrency: 2 },
      );
      const own = await queue();
      await own.add(JOB);
      await own.add(OTHER_JOB);
      await log.until(2);
      gate.open();
    });

    it('a schedule makes one job after another, and only one schedule however many set it', async () => {
      const queues = await Promise.all([queue(), queue(), queue()]);
      await Promise.all(queues.map((one) => one.schedule(JOB, 60_000)));
      await queues[0]?.schedule(JOB, 60_000);
      expect(await queues[0]?.scheduled()).toEqual([JOB]);
      const state = await queues[1]?.scheduleOf(JOB);
      expect(state).toMatchObject({ everyMillis: 60_000, nextAtMillis: expect.any(Number) });
    });

    it('scheduled jobs come again and again', async () => {
      const log = new Log();
      await worker((job) => log.add(job));
      await (await queue()).schedule(JOB, 50);
      await log.until(4);
    });

    it('setting a schedule again does not put it off', async () => {
      const own = await queue();
      await own.schedule(JOB, 60_000);
      const before = await own.scheduleOf(JOB);
      await own.schedule(JOB, 60_000);
      expect(await own.scheduleOf(JOB)).toEqual(before);
    });

    it('a schedule can be changed and ended', async () => {
      const own = await queue();
      await own.schedule(JOB, 60_000);
      await own.schedule(JOB, 30_000);
      expect(await own.scheduleOf(JOB)).toMatchObject({ everyMillis: 30_000 });
      await own.unschedule(JOB);
      expect([await own.scheduleOf(JOB), await own.scheduled()]).toEqual([null, []]);
    });

    it('closing a worker waits for its job', async () => {
      const [log, gate] = [new Log(), new Gate()];
      const own = await worker(async (job) => {
        await log.add(job);
        await gate.wait();
        await log.add('done');
      });
      await (await queue()).add(JOB);
      await log.until(1);
      const closing = own.close();
      gate.open();
      await closing;
      expect(log.entries).toEqual([JOB, 'done']);
    });
  });
}
