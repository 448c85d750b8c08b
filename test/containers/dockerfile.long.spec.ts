import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../support/free-port.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { buildImage, type Image } from './build-image.js';
import { contextFilter, execForm, readDockerfile } from './dockerfile.js';
import { root } from './compose-file.js';

const run = promisify(execFile);
const stages = readDockerfile(root);
const final = stages.at(-1);
const all = stages.flatMap(({ instructions }) => instructions);
const named = (name: string): string[] =>
  (final?.instructions ?? []).filter((one) => one.name === name).map(({ rest }) => rest);

describe('the Dockerfile', () => {
  it('builds in one stage and runs in another, on the same Node of the same Debian', () => {
    expect(stages.map(({ name }) => name)).toEqual(['build', null]);
    expect(stages.map(({ base }) => base)).toEqual(['node:22-bookworm-slim', 'node:22-bookworm-slim']);
  });

  it('uses only instructions that the build below really does, or that describe the image', () => {
    const known = ['WORKDIR', 'ENV', 'COPY', 'RUN', 'USER', 'EXPOSE', 'HEALTHCHECK', 'CMD'];
    expect(all.filter(({ name }) => !known.includes(name))).toEqual([]);
  });

  it('runs as an ordinary user, for good', () => {
    const order = final?.instructions.map(({ name }) => name) ?? [];
    expect(named('USER')).toEqual(['node']);
    expect(order.lastIndexOf('USER')).toBeGreaterThan(order.lastIndexOf('COPY'));
    expect(order).not.toContain('RUN');
  });

  it('starts Node itself, so that it gets the signals, and checks health by Node, as there is no curl', () => {
    expect(execForm(named('CMD')[0] ?? '')[0]).toBe('node');
    expect(execForm(named('HEALTHCHECK')[0] ?? '')[0]).toBe('node');
  });

  it('holds no secret', () => {
    expect(
      all.filter(({ name, rest }) => name === 'ENV' && /(KEY|SECRET|PASSWORD|TOKEN|_URL)/.test(rest)),
    ).toEqual([]);
  });

  it('takes from this folder only what the build reads', () => {
    const admits = contextFilter(root);
    const kept = ['package.json', 'libs/l402/src/index.ts', 'apps/api/src/main.ts', 'prisma/schema.prisma'];
    const left = [
      ...['.env', '.git/config', '.data/keys.json', 'node_modules/pg/package.json', 'test/jest.config.mjs'],
      ...[
        'libs/database/src/generated/client.ts',
        'libs/l402/src/macaroon.spec.ts',
        'apps/demo/src/main.ts',
        'libs/l402/src/testing/binary-of.ts',
        'README.md',
        'dist/x.js',
      ],
    ];
    expect(kept.filter((file) => !admits(file))).toEqual([]);
    expect(left.filter((file) => admits(file))).toEqual([]);
  });
});

describe('the image', () => {
  const keyRing = (): string => `1:${randomBytes(32).toString('base64')}`;
  let scratch: string;
  let image: Image;
  let database: TestDatabase;
  let running: ChildProcess | undefined;

  // Installs and builds from nothing, as the Dockerfile says.
  beforeAll(async () => {
    scratch = mkdtempSync(path.join(tmpdir(), 'turnpike-image-'));
    database = await createTestDatabase();
    image = await buildImage(stages, root, scratch);
  }, 600_000);

  afterAll(async () => {
    running?.kill('SIGKILL');
    await database.drop();
    rmSync(scratch, { recursive: true, force: true });
  }, 60_000);

  it('holds what runs and not what builds', () => {
    const has = (name: string): boolean => existsSync(path.join(image.folder, name));
    expect(
      ['dist/apps/standalone/src/main.js', 'prisma/migrations', 'node_modules/pg'].filter((one) => !has(one)),
    ).toEqual([]);
    expect(
      ['apps', 'libs', 'test', 'node_modules/typescript', 'node_modules/prisma', 'node_modules/jest'].filter(
        has,
      ),
    ).toEqual([]);
  });

  it('says in one line which variable it lacks', async () => {
    const env = { PATH: process.env['PATH'], ...image.environment, DATABASE_URL: database.url };
    const [command = '', ...args] = execForm(named('CMD')[0] ?? '');
    const failed = run(command, args, { cwd: image.folder, env });
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^[^\n]*MASTER_KEYS[^\n]*\n$/),
    });
  });

  it('starts, brings the database up to date, is healthy by its own check, and stops when asked', async () => {
    const env = {
      PATH: process.env['PATH'],
      ...image.environment,
      PORT: String(await freePort()),
      HOST: '127.0.0.1',
      DATABASE_URL: database.url,
      ROLE: 'api',
      MASTER_KEYS: keyRing(),
      INVOICE_KEYS: keyRing(),
      SEAL_KEYS: keyRing(),
    };
    const [command = '', ...args] = execForm(named('CMD')[0] ?? '');
    const container = spawn(command, args, { cwd: image.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running = container;
    await once(container.stdout, 'data');

    const [check = '', ...checkArgs] = execForm(named('HEALTHCHECK')[0] ?? '');
    await run(check, checkArgs, { cwd: image.folder, env });
    await expect(run(check, checkArgs, { env: { ...env, PORT: '1' } })).rejects.toMatchObject({ code: 1 });

    container.kill('SIGTERM');
    expect(await once(container, 'exit')).toEqual([0, null]);
  }, 60_000);
});
