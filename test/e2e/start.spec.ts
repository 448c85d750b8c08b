import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { childrenOf, InstanceProcess, untilGone } from '../support/instance-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

jest.setTimeout(120_000);

describe('npm start', () => {
  let temporary: Awaited<ReturnType<typeof temporaryDirectory>>;
  let dataDir: string;
  const started: InstanceProcess[] = [];

  beforeEach(async () => {
    temporary = await temporaryDirectory();
    dataDir = join(temporary.path, 'data');
  });

  afterEach(async () => {
    for (const instance of started.splice(0)) await instance.stop();
    await temporary.remove();
  });

  const start = (environment?: Record<string, string>, how?: 'node' | 'npm'): InstanceProcess => {
    const instance = new InstanceProcess(dataDir, environment, how);
    started.push(instance);
    return instance;
  };

  const isAlive = async (address: string): Promise<boolean> => (await fetch(`${address}/health/live`)).ok;

  it('needs nothing but a directory, keeps its data, and leaves no process behind', async () => {
    const first = start();
    expect(await isAlive(await first.ready())).toBe(true);
    const postgres = first.postgres()!;
    const made = await readFile(join(dataDir, 'keys.json'), 'utf8');
    expect(await first.stop()).toEqual({ code: 0, signal: null });
    await untilGone(postgres);

    const second = start();
    expect(await isAlive(await second.ready())).toBe(true);
    expect(await readFile(join(dataDir, 'keys.json'), 'utf8')).toBe(made);
    expect(second.stdout.match(/tp_test_\w+/)?.[0]).toBe(first.stdout.match(/tp_test_\w+/)?.[0]);
  });

  it('stops cleanly when told so while it starts', async () => {
    const instance = start();
    while (instance.postgres() === null) await pause(2);
    const postgres = instance.postgres()!;
    expect(await instance.stop()).toEqual({ code: 0, signal: null });
    await untilGone(postgres);
  });

  it('begins nothing when the process that started it is killed before it has loaded', async () => {
    // What is started by another does not load before that one is gone.
    const waits = `import { readFileSync as read } from 'node:fs';
      while (read('/proc/' + process.ppid + '/cmdline').includes('start.mjs'));`;
    const instance = start({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(waits)}` });
    let main: number | undefined;
    while (main === undefined) {
      await pause(2);
      [main] = childrenOf(instance.process.pid);
    }
    instance.process.kill('SIGKILL');
    await untilGone(main);
    expect(instance.stderr).not.toContain('cannot');
    expect(existsSync(dataDir)).toBe(false);
  });

  it('gives one of several first starts at once the directory, and the others one clear line', async () => {
    const instances = [start(), start(), start()];
    const outcomes = await Promise.allSettled(instances.map((instance) => instance.ready()));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = instances.filter((_, index) => outcomes[index]?.status === 'rejected');
    for (const instance of refused) {
      expect(instance.stderr).toBe(
        `turnpike: cannot start: DATA_DIR: ${dataDir} is in use by another running Turnpike\n`,
      );
      expect(await instance.ended).toEqual({ code: 1, signal: null });
    }
  });

  // A first start costs more than twice what another one does.
  describe('where it has been before', () => {
    let before: Awaited<ReturnType<typeof temporaryDirectory>>;

    beforeAll(async () => {
      before = await temporaryDirectory();
      const first = new InstanceProcess(join(before.path, 'data'));
      await first.ready().finally(() => first.stop());
    });

    beforeEach(() => {
      execFileSync('cp', ['-a', join(before.path, 'data'), dataDir]);
    });

    afterAll(() => before.remove());

    it('keeps secrets to itself', async () => {
      const files = (await readdir(dataDir, { withFileTypes: true })).filter((entry) => entry.isFile());
      expect(files.length).toBeGreaterThan(0);
      for (const { name } of files)
        expect([name, (await stat(join(dataDir, name))).mode & 0o077]).toEqual([name, 0]);
    });

    it('stops when npm alone is told to', async () => {
      const instance = start({}, 'npm');
      await instance.ready();
      const postgres = instance.postgres()!;
      const processes = descendantsOf(instance.process.pid);
      instance.process.kill('SIGTERM');
      for (const pid of [...processes, postgres]) await untilGone(pid);
    });

    it('ends its PostgreSQL when the process in which all runs is killed, and starts again', async () => {
      const first = start();
      await first.ready();
      const postgres = first.postgres()!;
      process.kill(first.main(), 'SIGKILL');
      expect(await first.ended).toEqual({ code: 137, signal: null });
      await untilGone(postgres);
      expect(await isAlive(await start().ready())).toBe(true);
    });

    it('stops by itself when the process that started it is killed, and starts again', async () => {
      const first = start();
      await first.ready();
      const [main, postgres] = [first.main(), first.postgres()!];
      first.process.kill('SIGKILL');
      await untilGone(main);
      await untilGone(postgres);
      expect(await isAlive(await start().ready())).toBe(true);
    });

    it('heeds no PG* variable of the shell, which are about some other server', async () => {
      const instance = start({
        PGSSLMODE: 'require',
        PGOPTIONS: '-c no_such_setting=1',
        PGHOST: '192.0.2.1',
      });
      expect(await isAlive(await instance.ready())).toBe(true);
    });

    it('takes over the PostgreSQL of an instance of which everything else was killed, and leaves nothing of it', async () => {
      const first = start();
      await first.ready();
      const [main, postgres] = [first.main(), first.postgres()!];
      // The watchman too, so that nobody is left to stop the server.
      const rest = childrenOf(main).filter((pid) => pid !== postgres);
      first.process.kill('SIGKILL');
      for (const pid of [...rest, main]) process.kill(pid, 'SIGKILL');
      await first.ended;

      const second = start();
      expect(await isAlive(await second.ready())).toBe(true);
      expect(second.postgres()).toBe(postgres);
      expect(await second.stop()).toEqual({ code: 0, signal: null });
      await untilGone(postgres);
    });
  });

  describe('says in one line, and ends with 1, that', () => {
    const expectLine = async (instance: InstanceProcess, line: string): Promise<void> => {
      expect(await instance.ended).toEqual({ code: 1, signal: null });
      expect(instance.stderr).toBe(`turnpike: ${line}\n`);
    };

    it.each(['PORT', 'METRICS_PORT'])(
      'the port of %s is taken, before it makes anything',
      async (variable) => {
        const other = createServer();
        const port = await new Promise<number>((fulfil) => {
          other.listen(0, '127.0.0.1', () => fulfil((other.address() as { port: number }).port));
        });
        const instance = start({ [variable]: String(port) });
        await expectLine(
          instance,
          `cannot listen on 127.0.0.1:${String(port)}: another program uses this port, perhaps another Turnpike; stop that, or set ${variable} to a free port`,
        );
        expect([instance.stdout, existsSync(dataDir)]).toEqual(['', false]);
        other.close();
      },
    );

    it('the keys are damaged', async () => {
      const file = join(dataDir, 'keys.json');
      await mkdir(dataDir);
      await writeFile(file, '{');
      const instance = start();
      await expectLine(
        instance,
        `cannot start: ${file} does not hold the three key rings; restore it from a backup`,
      );
      expect(instance.postgres()).toBe(null);
    });

    it('the first run cannot be written down', async () => {
      await mkdir(join(dataDir, 'first-run.json'), { recursive: true });
      await expectLine(start(), 'cannot start: a file of DATA_DIR cannot be used (EISDIR)');
    });

    it('the data directory is no directory', async () => {
      dataDir = '/dev/null/data';
      await expectLine(start({ HOME: '/' }), 'cannot start: DATA_DIR: /dev/null/data is not a directory');
    });

    it('a variable is wrong, without repeating its value', async () => {
      const instance = start({ PORT: 'secret' });
      await instance.ended;
      expect(instance.stderr).toMatch(/^turnpike: PORT: expected .*\n$/);
      expect(instance.stderr).not.toContain('secret');
      await expectLine(instance, instance.stderr.slice('turnpike: '.length, -1));
    });

    it('keys are missing beside a database of one’s own', async () => {
      const instance = start({ DATABASE_URL: 'postgresql://127.0.0.1:1/nothing' });
      await instance.ended;
      expect(instance.stderr).toMatch(/^turnpike: MASTER_KEYS: expected .*\n$/);
    });
  });
});

function descendantsOf(pid: number | undefined): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}
