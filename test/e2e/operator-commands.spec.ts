import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { KeyRing, Sealer } from '@turnpike/secrets';
import { createApi, stopApi } from '../../apps/api/src/bootstrap.js';
import { apiVariables } from '../support/listening-api.js';
import { runCommand, runHere } from '../support/operator-process.js';
import { addSealedRows } from '../support/sealed-rows.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/test-database.js';

// A process of ours takes a second or two to load, and several where the machine is busy.
jest.setTimeout(90_000);

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const entry = (kid: number, key: Buffer): string => `${String(kid)}:${key.toString('base64')}`;

let database: TestDatabase;
let pool: ColdPool;
let variables: Record<string, string>;
/** A merchant that is there from the beginning. */
let first: string;

interface Made {
  readonly merchantId: number;
  readonly apiKey: string;
  readonly testApiKey: string;
}

/** What the doctor answers. */
interface Found {
  readonly findings: readonly { readonly about: string }[];
}

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url);
  variables = apiVariables(database.url, { SEAL_KEYS: entry(1, oldKey), LOG_LEVEL: 'trace' });
  const { json } = await runHere(
    variables,
    'merchant',
    'create',
    '--name',
    'First',
    '--email',
    'a@example.com',
  );
  first = String((json as Made).merchantId);
});
beforeEach(() => pool.query({ text: 'DELETE FROM wallet_connection' }));
afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

async function actionsOf(merchantId: number): Promise<string[]> {
  const { rows } = await pool.query<{ told: string }>({
    text: `SELECT action || ' by ' || actor_kind || ' ' || actor_id AS told FROM audit_entry WHERE merchant_id = $1 ORDER BY id`,
    values: [merchantId],
  });
  return rows.map(({ told }) => told);
}

/** A row of a wallet whose credentials are sealed under the old key. */
async function connection(merchantId: number): Promise<void> {
  const id = `wal_${randomBytes(16).toString('hex')}`;
  const sealer = new Sealer(new KeyRing([{ kid: 1, key: oldKey }]));
  await pool.query({
    text: `INSERT INTO wallet_connection (id, merchant_id, kind, sealed_credentials, warnings, health, created_at)
      VALUES ($1, $2, 'lnd', $3, '{}', 'ok', now())`,
    values: [id, merchantId, sealer.seal(Buffer.from('{}'), `wallet_connection:${String(merchantId)}:${id}`)],
  });
}

describe('the operator’s commands', () => {
  it('make merchants and keys that work, list them, end keys, and tell the log of changes', async () => {
    const call = ['merchant', 'create', '--name', 'Shop', '--email', 'Owner@Example.com', '--json'];
    const { code, out } = await runCommand(variables, ...call);
    expect(code).toBe(0);
    const made = JSON.parse(out) as Made;
    expect(made).toMatchObject({ name: 'Shop', email: 'owner@example.com' });
    const own = ['--merchant', String(made.merchantId)];
    const scopes = ['--scopes', 'merchant:admin, challenges:read'];
    const labelled = ['--mode', 'test', '--label', 'cli'];
    const created = await runHere(variables, 'key', 'create', ...own, ...labelled, ...scopes);
    const key = created.json as { id: string; key: string };
    const env = parseEnv({ ...variables, LOG_LEVEL: 'silent' });
    const api = await createApi({ env });
    const status = async (apiKey: string): Promise<number> =>
      (await api.inject({ url: '/api/merchant/me', headers: { 'x-api-key': apiKey } })).statusCode;
    expect([await status(made.apiKey), await status(key.key)]).toEqual([200, 200]);
    await runHere(variables, 'key', 'revoke', key.id, ...own);
    while ((await status(key.key)) !== 401) await new Promise((resolve) => setTimeout(resolve, 50));
    await stopApi(api, env);
    const { keys } = (await runHere(variables, 'key', 'list', ...own)).json as { keys: object[] };
    expect(keys).toHaveLength(3);
    expect(keys).toContainEqual(expect.objectContaining({ id: key.id, revokedAt: expect.any(Date) as Date }));
    const { text } = await runHere(variables, 'merchant', 'list', '--search', 'shop');
    expect(text).toMatch(/ID\s+NAME[\s\S]*Shop\s+owner@example\.com[\s\S]*1 of 1/);
    expect(await actionsOf(made.merchantId)).toEqual(
      ['merchant.create', 'api_key.create', 'api_key.revoke'].map(
        (action) => `${action} by operator command_line`,
      ),
    );
  });

  it('say in one line what is wrong, and end with 1; with 2 where the call itself is', async () => {
    const oneLine = (why: string): string => `turnpike: ${why}\n`;
    const unknown = await runCommand(variables, 'key', 'list', '--merchant', '999');
    expect(unknown).toEqual({ code: 1, out: '', err: oneLine('Merchant not found.') });
    const wrong = await runCommand(variables, 'merchant', 'create', '--name', 'X', '--email', 'x');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toBe(
      oneLine('--email must be an e-mail address') + oneLine('see turnpike --help for the commands'),
    );
    await expect(runHere({ DATABASE_URL: database.url }, 'prune')).rejects.toThrow('MASTER_KEYS');
  });

  it('refuse a database that lacks migrations, which the doctor tells', async () => {
    const empty = await createEmptyDatabase();
    const on = { ...variables, DATABASE_URL: empty.url };
    await expect(runHere(on, 'merchant', 'list')).rejects.toThrow('start the instance once');
    const { isWell, json } = await runHere(on, 'doctor');
    expect(isWell).toBe(false);
    expect((json as Found).findings).toContainEqual(
      expect.objectContaining({ about: 'migrations', state: 'fail' }),
    );
    await empty.drop();
    const { json: away } = await runHere(on, 'doctor');
    expect((away as Found).findings).toContainEqual(
      expect.objectContaining({ about: 'database', state: 'fail' }),
    );
  });

  it('bring everything under a new seal key, as the doctor asks, and print one only on demand', async () => {
    await connection(Number(first));
    await connection(Number(first));
    await addSealedRows(pool, new Sealer(new KeyRing([{ kid: 1, key: oldKey }])), Number(first));
    const rotation = ['keys', 'rotate', '--ring', 'seal'];
    await expect(runHere(variables, ...rotation)).rejects.toThrow('--print');
    const { text } = await runHere(variables, ...rotation, '--print');
    expect(text).toMatch(/^ {2}2:[A-Za-z0-9+/]{43}=$/m);
    expect(text).not.toContain(oldKey.toString('base64'));
    const rotated = { ...variables, SEAL_KEYS: `${entry(2, newKey)},${entry(1, oldKey)}` };
    const sealKeys = async (on: Record<string, string>): Promise<unknown> => {
      const { json } = await runHere(on, 'doctor');
      return (json as Found).findings.find(({ about }) => about === 'seal keys');
    };
    expect(await sealKeys(rotated)).toMatchObject({
      state: 'warn',
      text: expect.stringMatching(/^6 secrets/),
    });
    const resealed = await runHere(rotated, 'reseal');
    expect(resealed).toMatchObject({
      isWell: true,
      json: { resealed: { wallets: 2, secondFactors: 1, webhooks: 1, letters: 1 }, left: 0, current: 2 },
    });
    expect(await sealKeys({ ...variables, SEAL_KEYS: entry(2, newKey) })).toMatchObject({ state: 'ok' });
    const lost = await runHere({ ...variables, SEAL_KEYS: entry(3, oldKey) }, 'reseal');
    expect(lost).toMatchObject({ isWell: false, json: { left: 6 } });
  });

  it('name an operator, and make them none any more, in the log of changes; nobody without an account', async () => {
    const { rows } = await pool.query<{ email: string }>({
      text: `INSERT INTO member_user (id, email, name, created_at) VALUES ('usr_1', 'op@example.com', 'Op', now()) RETURNING email`,
    });
    const isOperator = async (): Promise<unknown> =>
      (await pool.query({ text: `SELECT operator FROM member_user WHERE id = 'usr_1'` })).rows;
    expect(rows).toHaveLength(1);
    await runHere(variables, 'operator', 'grant', 'Op@Example.com');
    expect(await isOperator()).toEqual([{ operator: true }]);
    await runHere(variables, 'operator', 'revoke', 'op@example.com');
    expect(await isOperator()).toEqual([{ operator: false }]);
    await expect(runHere(variables, 'operator', 'grant', 'nobody@example.com')).rejects.toThrow(
      'User not found',
    );
    const told = await pool.query({
      text: `SELECT action, actor_id FROM audit_entry WHERE target = 'usr_1' ORDER BY id`,
    });
    expect(told.rows).toEqual([
      { action: 'operator.grant', actor_id: 'command_line' },
      { action: 'operator.revoke', actor_id: 'command_line' },
    ]);
  });

  it('find nobody at work where no worker is, and end with 1', async () => {
    const { code, out } = await runCommand(variables, 'doctor');
    expect(code).toBe(1);
    expect(out).toMatch(/^ok {4}database +PostgreSQL/m);
    for (const about of ['clock', 'letters', 'webhooks', 'paid plans', 'events'])
      expect(out).toMatch(new RegExp(`^(ok|warn) +${about} {2,}`, 'm'));
    expect(out).toMatch(/^fail {2}schedules +no worker is at work\n +-> start/m);
  });

  it('delete what is over', async () => {
    await runHere(variables, 'key', 'create', '--merchant', first, '--mode', 'test');
    await pool.query({ text: `UPDATE audit_entry SET at = '2020-01-01' WHERE action = 'api_key.create'` });
    const { json } = await runHere(variables, 'prune');
    expect((json as { deleted: Record<string, number> }).deleted['changes']).toBeGreaterThan(0);
  });

  it('write a merchant into a file that only its owner can read, and bring it in elsewhere', async () => {
    await connection(Number(first));
    const folder = await temporaryDirectory();
    const file = join(folder.path, 'merchant.jsonl');
    await runHere(variables, 'export', '--merchant', first, '--out', file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const again = runHere(variables, 'export', '--merchant', first, '--out', file);
    await expect(again).rejects.toThrow('is left as it is');
    const nobody = join(folder.path, 'nobody.jsonl');
    await expect(runHere(variables, 'export', '--merchant', '999', '--out', nobody)).rejects.toThrow(
      'not found',
    );
    await expect(stat(nobody)).rejects.toThrow('ENOENT');
    const piped = await runCommand(variables, 'export', '--merchant', first);
    const rowsOf = (text: string): string[] => text.split('\n').slice(1, -2);
    expect(rowsOf(piped.out)).toEqual(rowsOf(await readFile(file, 'utf8')));
    const other = await createTestDatabase();
    const there = { ...variables, DATABASE_URL: other.url, SEAL_KEYS: entry(1, newKey) };
    await expect(runHere(there, 'import', file)).rejects.toThrow('SEAL_KEYS');
    const imported = await runCommand(there, 'import', file, '--without-secrets', '--json');
    expect(JSON.parse(imported.out)).toMatchObject({ merchantId: Number(first) });
    await other.drop();
    await folder.remove();
  });
});
