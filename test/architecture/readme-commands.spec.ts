import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parseEnv } from '@turnpike/config';
import { Merchants } from '@turnpike/merchants';
import { createApi, stopApi } from '../../apps/api/src/bootstrap.js';
import { openGateway, type OpenGateway } from '../../apps/gateway/src/bootstrap.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { textOf } from './project-files.js';

const run = promisify(execFile);
const keyRing = (): string => `1:${randomBytes(32).toString('base64')}`;

/** The shell commands of one section of the README. */
function commandsBelow(heading: string): string {
  const [, section = ''] = textOf('README.md').split(`\n## ${heading}\n`);
  const [, block = ''] = /```sh\n([\s\S]*?)```/.exec(section) ?? [];
  if (block === '') throw new Error(`the README has no commands below ${heading}`);
  return block;
}

describe('the commands of the README', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let gateway: OpenGateway;
  let testApiKey: string;
  const env = () =>
    parseEnv({
      PORT: '0',
      DATABASE_URL: database.url,
      MASTER_KEYS: keyRing(),
      INVOICE_KEYS: keyRing(),
      SEAL_KEYS: keyRing(),
      LOG_LEVEL: 'silent',
    });

  beforeAll(async () => {
    database = await createTestDatabase();
    gateway = await openGateway({ env: env() });
    app = await createApi({
      env: env(),
      listen: true,
      beforeListening: (server) => gateway.attach(server),
    });
    const reader = { name: 'Reader', email: 'reader@example.com' };
    ({ testApiKey } = await app.get(Merchants, { strict: false }).create(reader));
  });

  afterAll(async () => {
    await stopApi(app, env());
    await gateway.close();
    await database.drop();
  });

  it('mint, pay and verify as they stand, but for address and key', async () => {
    const script = commandsBelow('Mint, pay, verify')
      .replace(/^URL=.*$/m, `URL=${await app.getUrl()}`)
      .replace(/^KEY=.*$/m, `KEY=${testApiKey}`);
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script]);
    const [challenge = '', payment = '', verdict = ''] = stdout.trim().split('\n');
    expect(JSON.parse(challenge)).toMatchObject({ resource: '/v1/forecast', priceSats: 25 });
    expect(JSON.parse(payment)).toMatchObject({ preimage: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(JSON.parse(verdict)).toMatchObject({ valid: true, resource: '/v1/forecast', amountSats: 25 });
  });

  it('make a proxy and are asked to pay by it, as they stand', async () => {
    const given = `URL=${await app.getUrl()}\nKEY=${testApiKey}\n`;
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', given + commandsBelow('Proxies')]);
    expect(stdout).toMatch(/^\{"id":\d+,"proxyId":"weather-[^]*\nHTTP\/1.1 402 /);
  });

  it('make every value that docker-compose.yml asks for, for nobody else to read, and only once', async () => {
    const [recipe = ''] = /^\(umask[\s\S]*?\n\)\n/m.exec(commandsBelow('Production')) ?? [];
    const folder = await temporaryDirectory();
    const file = path.join(folder.path, '.env');
    const script = `umask 022\n${recipe}`;
    await run('sh', ['-euc', script], { cwd: folder.path });
    const content = await readFile(file, 'utf8');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(run('sh', ['-euc', script], { cwd: folder.path })).rejects.toThrow('.env');
    expect(await readFile(file, 'utf8')).toBe(content);
    await folder.remove();
    const made = Object.fromEntries(
      content
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    ) as Record<string, string>;
    const asked = [...textOf('docker-compose.yml').matchAll(/\$\{([A-Z_]+):\?/g)].map(
      (match) => match[1] ?? '',
    );
    expect(asked.filter((name) => (made[name] ?? '') === '')).toEqual([]);
    const { POSTGRES_PASSWORD: _password, ...variables } = made;
    expect(parseEnv({ ...variables, DATABASE_URL: database.url }).masterKeys).toHaveLength(1);
  });
});
