import { ValidationFailed } from '@turnpike/problems';
import { MerchantsProcess } from '../../../test/support/merchants-process.js';
import { createTestDatabase } from '../../../test/support/test-database.js';
import type { TestDatabase } from '../../../test/support/test-database.js';
import { DEFAULT_SETTINGS } from './merchant-settings.js';

describe('Settings', () => {
  let database: TestDatabase;
  let here: MerchantsProcess;
  let made = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    here = await MerchantsProcess.start(database.url);
  });

  afterAll(async () => {
    await here.stop();
    await database.drop();
  });

  async function newMerchant() {
    made += 1;
    const { merchant, apiKey, testApiKey } = await here.merchants.create({
      name: `M${made}`,
      email: `m${made}@example.com`,
    });
    const { merchantId } = merchant;
    return {
      live: { merchantId, mode: 'live' } as const,
      test: { merchantId, mode: 'test' } as const,
      apiKey,
      testApiKey,
    };
  }

  it('gives the defaults to who never set anything', async () => {
    const { live, apiKey } = await newMerchant();
    expect(await here.settings.get(live)).toEqual(DEFAULT_SETTINGS);
    expect((await here.principal(apiKey)).settings).toEqual(DEFAULT_SETTINGS);
  });

  it('changes what is given, in one mode only, and shows it with the key', async () => {
    const { live, test, apiKey, testApiKey } = await newMerchant();
    const before = (await here.principal(apiKey)).settings;
    const strict = { ...DEFAULT_SETTINGS, strictVerify: true, realm: 'api.example.com' };
    expect(await here.settings.patch(live, { strictVerify: true, realm: 'api.example.com' })).toEqual(strict);
    expect(await here.settings.get(live)).toEqual(strict);
    expect(await here.settings.get(test)).toEqual(DEFAULT_SETTINGS);
    expect(before).toEqual(DEFAULT_SETTINGS);
    expect((await here.principal(apiKey)).settings).toEqual(strict);
    expect((await here.principal(testApiKey)).settings).toEqual(DEFAULT_SETTINGS);
  });

  it('changes every member there and back again', async () => {
    const { live } = await newMerchant();
    const other = {
      strictVerify: true,
      settlementPolicy: 'settled',
      tokenValiditySeconds: 300,
      invoiceExpirySeconds: 3_600,
      mppEnabled: false,
      mppPreimageOnly: 'off',
      realm: 'shop',
    } as const;
    expect(await here.settings.patch(live, other)).toEqual(other);
    expect(await here.settings.patch(live, DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS);
  });

  it('loses neither of two simultaneous first patches of different members', async () => {
    const { live } = await newMerchant();
    await Promise.all([
      here.settings.patch(live, { strictVerify: true }),
      here.settings.patch(live, { mppEnabled: false }),
      here.settings.patch(live, { realm: 'shop' }),
      here.settings.patch(live, { tokenValiditySeconds: 900 }),
    ]);
    expect(await here.settings.get(live)).toEqual({
      ...DEFAULT_SETTINGS,
      strictVerify: true,
      mppEnabled: false,
      realm: 'shop',
      tokenValiditySeconds: 900,
    });
  });

  it('changes nothing at all if one member is wrong', async () => {
    const { live } = await newMerchant();
    await expect(
      here.settings.patch(live, { strictVerify: true, tokenValiditySeconds: 299 }),
    ).rejects.toBeInstanceOf(ValidationFailed);
    expect(await here.settings.get(live)).toEqual(DEFAULT_SETTINGS);
  });

  it('takes an empty patch for a question', async () => {
    const { live } = await newMerchant();
    expect(await here.settings.patch(live, {})).toEqual(DEFAULT_SETTINGS);
  });

  it('tells every process of a change', async () => {
    const there = await MerchantsProcess.start(database.url, here.clock);
    const { live, apiKey } = await newMerchant();
    expect((await there.principal(apiKey)).settings.strictVerify).toBe(false);
    const told = there.told();
    await here.settings.patch(live, { strictVerify: true });
    await told;
    expect((await there.principal(apiKey)).settings.strictVerify).toBe(true);
    await there.stop();
  });
});
