import { parseMerchantId } from '@turnpike/l402';
import type { MerchantId } from '@turnpike/l402';
import { EmailTaken, NotFound } from '@turnpike/problems';
import { MerchantsProcess } from '../../../test/support/merchants-process.js';
import { createTestDatabase } from '../../../test/support/test-database.js';
import type { TestDatabase } from '../../../test/support/test-database.js';
import { SCOPES } from './scope.js';

function merchantId(id: number): MerchantId {
  const parsed = parseMerchantId(id);
  if (parsed === null) throw new Error('not a merchant id');
  return parsed;
}

describe('Merchants', () => {
  let database: TestDatabase;
  let here: MerchantsProcess;

  beforeAll(async () => {
    database = await createTestDatabase();
    here = await MerchantsProcess.start(database.url);
  });

  afterAll(async () => {
    await here.stop();
    await database.drop();
  });

  it('makes a merchant with one live and one test key that may do everything', async () => {
    const made = await here.merchants.create({ name: 'Weather Works', email: 'Owner@Weather.Example' });
    expect(made.merchant).toEqual({
      merchantId: made.merchant.merchantId,
      name: 'Weather Works',
      email: 'owner@weather.example',
      isEmailUnconfirmed: false,
      planTier: 'unlimited',
      subscriptionStatus: 'active',
      trialEndsAt: null,
      currentPeriodEnd: null,
      isActive: true,
      createdAt: here.clock.now(),
    });
    for (const [key, mode] of [
      [made.apiKey, 'live'],
      [made.testApiKey, 'test'],
    ] as const) {
      const principal = await here.principal(key);
      expect(principal).toMatchObject({ merchantId: made.merchant.merchantId, mode, isActive: true });
      expect([...principal.scopes]).toEqual(SCOPES);
    }
    const told = (await here.events('api_key.created')).filter(
      (data) => data['merchantId'] === made.merchant.merchantId,
    );
    expect(told.map((data) => data['mode'])).toEqual(['live', 'test']);
    expect(JSON.stringify(told)).not.toContain(made.apiKey);
  });

  it('makes one merchant of two simultaneous calls with one address, whatever its case', async () => {
    const outcomes = await Promise.allSettled(
      ['race@example.com', 'RACE@example.com', 'Race@Example.com'].map((email) =>
        here.merchants.create({ name: 'Racer', email }),
      ),
    );
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refusals).toEqual([expect.any(EmailTaken), expect.any(EmailTaken)]);
    const { merchants, total } = await here.merchants.list({ q: 'race@', limit: 20, offset: 0 });
    expect(total).toBe(1);
    const keys = await here.lifecycle.list({
      merchantId: merchants[0]?.merchantId ?? merchantId(1),
      mode: 'live',
    });
    expect(keys).toHaveLength(1);
  });

  it('begins a trial where one is given', async () => {
    const trialEndsAt = new Date('2026-12-20T10:00:00Z');
    const { merchant } = await here.merchants.create({ name: 'T', email: 't@example.com', trialEndsAt });
    expect(merchant).toMatchObject({ subscriptionStatus: 'trialing', trialEndsAt });
  });

  it('gives a merchant by its id and none by any other', async () => {
    const { merchant } = await here.merchants.create({ name: 'G', email: 'g@example.com' });
    expect(await here.merchants.get(merchant.merchantId)).toEqual(merchant);
    expect(await here.merchants.findByEmail(' G@Example.com')).toEqual(merchant);
    expect(await here.merchants.findByEmail('%@example.com')).toBeNull();
    for (const nobody of [999_999, 2_147_483_648, Number.MAX_SAFE_INTEGER]) {
      await expect(here.merchants.get(merchantId(nobody))).rejects.toBeInstanceOf(NotFound);
      await expect(here.merchants.update(merchantId(nobody), { name: 'N' })).rejects.toBeInstanceOf(NotFound);
      await expect(here.merchants.update(merchantId(nobody), {})).rejects.toBeInstanceOf(NotFound);
    }
  });

  it('changes what is given and leaves the rest', async () => {
    const { merchant } = await here.merchants.create({ name: 'U', email: 'u@example.com' });
    const { merchantId: id } = merchant;
    expect(await here.merchants.update(id, { email: ' New.U@Example.com' })).toEqual({
      ...merchant,
      email: 'new.u@example.com',
    });
    expect(await here.merchants.update(id, {})).toMatchObject({ name: 'U', email: 'new.u@example.com' });
    const trialEndsAt = new Date('2027-01-01T00:00:00Z');
    await here.merchants.update(id, { trialEndsAt, subscriptionStatus: 'trialing' });
    expect(await here.merchants.update(id, { trialEndsAt: null })).toMatchObject({
      trialEndsAt: null,
      subscriptionStatus: 'trialing',
    });
  });

  it('gives nobody the address of another', async () => {
    await here.merchants.create({ name: 'First', email: 'first@example.com' });
    const { merchant } = await here.merchants.create({ name: 'Second', email: 'second@example.com' });
    await expect(
      here.merchants.update(merchant.merchantId, { email: 'FIRST@example.com' }),
    ).rejects.toBeInstanceOf(EmailTaken);
    expect((await here.merchants.get(merchant.merchantId)).email).toBe('second@example.com');
  });

  it('tells every process at once that a merchant was switched off', async () => {
    const there = await MerchantsProcess.start(database.url, here.clock);
    const { merchant, apiKey } = await here.merchants.create({ name: 'Off', email: 'off@example.com' });
    expect(await there.principal(apiKey)).toMatchObject({ isActive: true });
    const told = there.told();
    await here.merchants.update(merchant.merchantId, { isActive: false });
    await told;
    expect(await there.principal(apiKey)).toMatchObject({ isActive: false });
    await there.stop();
  });

  it('finds by part of name or address in any case, taking every character as it is', async () => {
    await here.merchants.create({ name: '100% Maps', email: 'maps_one@example.org' });
    await here.merchants.create({ name: 'back\\slash', email: 'mapsxone@example.org' });
    const names = async (q: string) =>
      (await here.merchants.list({ q, limit: 20, offset: 0 })).merchants.map(({ name }) => name);
    expect(await names('100%')).toEqual(['100% Maps']);
    expect(await names('% mAPS')).toEqual(['100% Maps']);
    expect(await names('maps_')).toEqual(['100% Maps']);
    expect(await names('k\\s')).toEqual(['back\\slash']);
    expect(await names('EXAMPLE.ORG')).toEqual(['back\\slash', '100% Maps']);
    expect(await names("'; DROP TABLE merchant; --")).toEqual([]);
  });

  it('pages through all, newest first', async () => {
    const all = await here.merchants.list({ q: null, limit: 200, offset: 0 });
    expect(all.total).toBe(all.merchants.length);
    const second = await here.merchants.list({ q: null, limit: 2, offset: 2 });
    expect(second.merchants).toEqual(all.merchants.slice(2, 4));
    expect(second.total).toBe(all.total);
    const ids = all.merchants.map(({ merchantId: id }) => Number(id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
  });
});
