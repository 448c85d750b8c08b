import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { environmentVariables, parseEnv } from '@turnpike/config';
import addFormats from 'ajv-formats';
import { Ajv } from 'ajv';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { askedVariables, compose, interpolate, root, type Service } from './compose-file.js';

const run = promisify(execFile);
const keyRing = (): string => `1:${randomBytes(32).toString('base64')}`;

/** What an operator would set. */
const values: Record<string, string> = {
  POSTGRES_PASSWORD: randomBytes(16).toString('hex'),
  MASTER_KEYS: keyRing(),
  INVOICE_KEYS: keyRing(),
  SEAL_KEYS: keyRing(),
  ADMIN_API_KEY: randomBytes(24).toString('hex'),
  PUBLIC_URL: 'https://pay.example.com',
};

const ours = Object.entries(compose.services).filter(([, { image }]) => image === 'turnpike');

/** What the file settles itself: where things are in the containers, and what is who. */
const settled = ['DATABASE_URL', 'REDIS_URL', 'ROLE', 'HOST', 'PORT', 'DEMO_PORT', 'DATA_DIR'];
/** What is read on producers' machines. */
const elsewhere = ['TURNPIKE_URL', 'TURNPIKE_API_KEY'];

function environmentOf(
  service: Service | undefined,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(service?.environment ?? {}).map(([name, text]) => [name, interpolate(text, given)]),
  );
}

describe('docker-compose.yml', () => {
  it('is valid by the Compose Specification', () => {
    const { $schema: _draft, ...schema } = JSON.parse(
      readFileSync(path.join(root, 'test/vectors/compose-spec.json'), 'utf8'),
    ) as Record<string, unknown>;
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    validate(compose);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ services: { api: { image: 'turnpike', prots: ['4020'] } } })).toBe(false);
  });

  it('runs the API twice, a gateway, a worker, PostgreSQL 18 and a Redis that evicts nothing', () => {
    const { api, postgres, redis } = compose.services;
    expect(ours.map(([name]) => name)).toEqual(['api', 'gateway', 'worker']);
    expect(ours.map(([, service]) => service.environment?.['ROLE'])).toEqual(['api', 'gateway', 'worker']);
    expect(api?.deploy?.replicas).toBe(2);
    expect(postgres?.image).toMatch(/^postgres:18(\.|$)/);
    expect(redis?.image).toMatch(/^redis:7(\.|$)/);
    expect(redis?.command?.join(' ')).toContain('--maxmemory-policy noeviction');
  });

  it('gives every replica of the API a port, on this machine only', () => {
    const { api } = compose.services;
    const range = /^127\.0\.0\.1:(\d+)-(\d+):4020$/.exec(api?.ports?.[0] ?? '');
    expect(Number(range?.[2]) - Number(range?.[1]) + 1).toBe(api?.deploy?.replicas);
    const open = Object.entries(compose.services).filter(
      ([name, { ports }]) => name !== 'api' && name !== 'gateway' && ports !== undefined,
    );
    expect(open).toEqual([]);
    expect(compose.services['gateway']?.ports).toEqual(['127.0.0.1:4022:4020']);
  });

  it('builds the image once, whichever of ours is started, and fetches no stranger’s of that name', () => {
    const { api, ...others } = compose.services;
    expect(api).toMatchObject({ build: '.', pull_policy: 'build' });
    for (const service of [others['gateway'], others['worker']]) {
      expect(service).toMatchObject({
        pull_policy: 'never',
        depends_on: { api: { condition: 'service_started' } },
      });
      expect(service?.build).toBeUndefined();
    }
  });

  it('starts ours when the database and Redis are healthy', () => {
    for (const [, service] of ours) {
      expect(service.depends_on).toMatchObject({
        postgres: { condition: 'service_healthy' },
        redis: { condition: 'service_healthy' },
      });
    }
    expect(compose.services['postgres']?.healthcheck?.test).toBeDefined();
  });

  it.each([
    ['PONG', true],
    ['LOADING Redis is loading the dataset in memory', false],
    ['MISCONF Redis is configured to save RDB snapshots, but is unable to persist to disk.', false],
    ['', false],
  ])('takes a Redis that answers %j for healthy: %s', async (answer, healthy) => {
    const folder = await temporaryDirectory();
    // It ends with 0 whatever the answer, errors included.
    await writeFile(path.join(folder.path, 'redis-cli'), `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 });
    const [kind, check = ''] = compose.services['redis']?.healthcheck?.test ?? [];
    expect(kind).toBe('CMD-SHELL');
    const outcome = run('/bin/sh', ['-c', check], {
      env: { PATH: `${folder.path}:${process.env['PATH'] ?? ''}` },
    });
    expect(
      await outcome.then(
        () => true,
        () => false,
      ),
    ).toBe(healthy);
    await folder.remove();
  });

  it('keeps what PostgreSQL and Redis hold in volumes that it declares', () => {
    const used = Object.values(compose.services).flatMap(({ volumes = [] }) =>
      volumes.map((one) => one.split(':')[0]),
    );
    expect(used.sort()).toEqual(Object.keys(compose.volumes).sort());
  });
});

describe('the environment of our services', () => {
  it('holds only variables that are read', () => {
    const known = environmentVariables.map(({ name }) => name);
    const unknown = ours
      .flatMap(([, { environment = {} }]) => Object.keys(environment))
      .filter((name) => !known.includes(name));
    expect(unknown).toEqual([]);
  });

  it('lets the operator set every variable that the file does not settle, by its own name', () => {
    const free = environmentVariables
      .map(({ name }) => name)
      .filter((name) => !settled.includes(name) && !elsewhere.includes(name));
    for (const [, service] of ours) {
      const given = Object.fromEntries(free.map((name) => [name, `what ${name} is`]));
      expect(environmentOf(service, { ...given, POSTGRES_PASSWORD: 'x' })).toMatchObject(given);
    }
  });

  it('leaves what the operator does not set as README.md says it, but for what a container needs', () => {
    const [, api] = ours[0] ?? [];
    const { metricsHost, host, ...env } = parseEnv(environmentOf(api, values));
    const { DATABASE_URL, REDIS_URL, ROLE } = environmentOf(api, values);
    const {
      metricsHost: _own,
      host: _ours,
      ...expected
    } = parseEnv({ ...values, DATABASE_URL, REDIS_URL, ROLE });
    expect(env).toEqual(expected);
    expect([metricsHost, host]).toEqual(['0.0.0.0', '0.0.0.0']);
  });

  it.each(ours)('is one that %s accepts, once the operator has set what is asked', (name, service) => {
    const env = parseEnv(environmentOf(service, values));
    expect(env).toMatchObject({ role: name, publicUrl: 'https://pay.example.com' });
    expect(env.databaseUrl).toContain(values['POSTGRES_PASSWORD'] ?? '');
    expect(env.masterKeys).toHaveLength(1);
  });

  it('gives all of ours the same keys and the same database', () => {
    const shared = ['DATABASE_URL', 'REDIS_URL', 'MASTER_KEYS', 'INVOICE_KEYS', 'SEAL_KEYS'];
    const [api, ...others] = ours.map(([, service]) => environmentOf(service, values));
    for (const name of shared)
      for (const other of others) expect([name, api?.[name]]).toEqual([name, other[name]]);
  });

  it.each(Object.keys(values))(
    'cannot come without %s: whoever forgets it is told what it is for',
    (name) => {
      expect(askedVariables.get(name)?.length ?? 0).toBeGreaterThan(20);
      const { [name]: _left, ...others } = values;
      const build = (): unknown =>
        Object.values(compose.services).map((service) => environmentOf(service, others));
      expect(build).toThrow(`required variable ${name} is missing a value: set it to`);
    },
  );

  it('holds no secret of its own', () => {
    const secret = /(KEY|PASSWORD|SECRET|DATABASE_URL)/;
    const literal = Object.values(compose.services).flatMap(({ environment = {} }) =>
      Object.entries(environment).filter(([name, text]) => secret.test(name) && !text.includes('${')),
    );
    expect(literal).toEqual([]);
  });
});
