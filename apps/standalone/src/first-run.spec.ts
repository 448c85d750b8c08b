import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv, type Env } from '@turnpike/config';
import { MerchantsProcess } from '../../../test/support/merchants-process.js';
import { temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { prepareFirstRun } from './first-run.js';

describe('the sandbox merchant of an instance', () => {
  let database: TestDatabase;
  let temporary: Awaited<ReturnType<typeof temporaryDirectory>>;
  let merchants: MerchantsProcess;
  let env: Env;

  beforeEach(async () => {
    [database, temporary] = [await createTestDatabase(), await temporaryDirectory()];
    merchants = await MerchantsProcess.start(database.url);
    const ring = `1:${randomBytes(32).toString('base64')}`;
    env = parseEnv({
      DATABASE_URL: database.url,
      DATA_DIR: temporary.path,
      LOG_LEVEL: 'silent',
      MASTER_KEYS: ring,
      INVOICE_KEYS: ring,
      SEAL_KEYS: ring,
    });
  });

  afterEach(async () => {
    await merchants.stop();
    await database.drop();
    await temporary.remove();
  });

  const file = (): string => join(temporary.path, 'first-run.json');
  /** A key that somebody made for themselves with another. */
  const ownKeyMadeWith = async (key: string): Promise<string> => {
    const authority = await merchants.principal(key);
    const wish = { label: 'my own', mode: null, scopes: null, expiresAt: null };
    return (await merchants.lifecycle.create(authority, wish)).key;
  };

  it('is made once and keeps its key', async () => {
    const first = await prepareFirstRun(env);
    const content = await readFile(file(), 'utf8');
    expect(await merchants.principal(first.testApiKey)).toMatchObject({
      merchantId: first.merchantId,
      mode: 'test',
    });
    expect(await prepareFirstRun(env)).toEqual(first);
    expect(await readFile(file(), 'utf8')).toBe(content);
  });

  it('has an owner, who may run the instance, made once: what is changed of them stays', async () => {
    const { merchantId } = await prepareFirstRun(env);
    const members = async () => {
      const text = `SELECT u.email, u.operator, m.role FROM merchant_member m JOIN member_user u ON u.id = m.user_id
                    WHERE m.merchant_id = $1`;
      return (await merchants.pool.query({ text, values: [merchantId] })).rows;
    };
    const owner = { email: 'sandbox@localhost', operator: true, role: 'owner' };
    expect(await members()).toEqual([owner]);
    await merchants.pool.query({ text: 'UPDATE member_user SET operator = false' });
    await prepareFirstRun(env);
    expect(await members()).toEqual([{ ...owner, operator: false }]);
  });

  it('gets a key that works when the one in the file has been revoked, and keeps its others', async () => {
    const first = await prepareFirstRun(env);
    const own = await ownKeyMadeWith(first.testApiKey);
    const { keyId, ...tenant } = await merchants.principal(first.testApiKey);
    await merchants.lifecycle.revoke(tenant, keyId);

    const second = await prepareFirstRun(env);
    expect(second.merchantId).toBe(first.merchantId);
    expect(await merchants.holder(first.testApiKey)).toBeNull();
    expect(await merchants.principal(second.testApiKey)).toMatchObject({ merchantId: first.merchantId });
    expect(await merchants.principal(own)).toMatchObject({ merchantId: first.merchantId });
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual(second);
    expect(await prepareFirstRun(env)).toEqual(second);
  });

  it('keeps every key when the file is lost', async () => {
    const first = await prepareFirstRun(env);
    const own = await ownKeyMadeWith(first.testApiKey);
    await rm(file());
    const second = await prepareFirstRun(env);
    expect(second.merchantId).toBe(first.merchantId);
    for (const key of [first.testApiKey, own, second.testApiKey])
      expect(await merchants.principal(key)).toMatchObject({ merchantId: first.merchantId });
  });

  it('is found by the file though its address was changed', async () => {
    const first = await prepareFirstRun(env);
    await merchants.merchants.update(first.merchantId, { email: 'me@example.com' });
    const { keyId, ...tenant } = await merchants.principal(first.testApiKey);
    await merchants.lifecycle.revoke(tenant, keyId);
    expect((await prepareFirstRun(env)).merchantId).toBe(first.merchantId);
  });

  it('is made anew beside a file of another database', async () => {
    const elsewhere = await createTestDatabase();
    await prepareFirstRun({ ...env, databaseUrl: elsewhere.url });
    await elsewhere.drop();
    const { testApiKey } = await prepareFirstRun(env);
    expect(await merchants.principal(testApiKey)).toMatchObject({ mode: 'test' });
  });
});
