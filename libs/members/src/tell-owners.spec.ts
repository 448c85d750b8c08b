import { SYSTEM } from '@turnpike/audit';
import type { Mode } from '@turnpike/l402';
import { Mailbox } from '@turnpike/mail';
import { untilEventsAreFinal } from '../../../test/support/committed-events.js';
import { MembersProcess } from '../../../test/support/members-process.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { memberBounds } from './member-bounds.js';

const MAX = memberBounds.ownerNoticesPerDayMax;
const DAY_SECONDS = 86_400;
const ENDED = { cause: 'end', planTier: 'free', previousPlanTier: 'individual' };
const DOWN = { role: 'primary', kind: 'lnd', label: 'Node', since: '2026-11-20T10:00:00.000Z' };
const KEY = { label: 'Shop', prefix: 'tp_live_abcd', expiresAt: '2026-11-27T10:00:00.000Z' };

let database: TestDatabase;
/** Two workers; the other one knows no address of ours. */
let here: MembersProcess;
let there: MembersProcess;
let merchantId: number;
let made = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  here = await MembersProcess.start(database.url, { PUBLIC_URL: 'https://pay.example.com', PLANS: 'hosted' });
  there = await MembersProcess.start(database.url, {}, here.clock);
});
beforeEach(async () => {
  await run('TRUNCATE mail_outbox, owner_notice');
  merchantId = await newMerchant();
});
afterAll(async () => {
  await Promise.all([here.stop(), there.stop()]);
  await database.drop();
});

const run = (text: string, values: unknown[] = []) => here.pool.query({ text, values });

async function newMerchant(wish: { isEmailUnconfirmed?: boolean } = {}): Promise<number> {
  made += 1;
  const email = `own-${String(made)}@shop.example`;
  return (await here.merchants.create({ name: `Shop ${String(made)}`, email, ...wish })).merchant.merchantId;
}

async function join(name: string, role = 'owner'): Promise<string> {
  const id = `usr_${String(merchantId)}_${name}`;
  const email = `${name}-${String(merchantId)}@mail.example`;
  await run(`INSERT INTO member_user (id, email, name, created_at) VALUES ($1, $2, 'M', now())`, [id, email]);
  await run(
    `INSERT INTO merchant_member (merchant_id, user_id, role, joined_at) VALUES ($1, $2, $3, clock_timestamp())`,
    [merchantId, id, role],
  );
  return email;
}

const tell = (type: string, data: object, mode: Mode = 'live') =>
  run(`INSERT INTO outbox (merchant_id, mode, type, data, occurred_at) VALUES ($1, $2, $3, $4, now())`, [
    merchantId,
    mode === 'live' ? 1 : 0,
    type,
    JSON.stringify(data),
  ]);

/** Has the workers look at what there is, until nothing is left. */
async function work(...workers: readonly MembersProcess[]): Promise<void> {
  await untilEventsAreFinal(here.pool);
  for (;;) {
    const counts = await Promise.all(workers.map(({ owners }) => owners.run()));
    if (counts.every((count) => count === 0)) break;
  }
}

/** The letters that wait, oldest first. */
async function letters(): Promise<readonly { to: string; subject: string; text: string }[]> {
  const page = await here.part(Mailbox).page(null, 200, SYSTEM);
  return page.letters.map(({ to, subject, text }) => ({ to, subject, text: text ?? '' })).reverse();
}

/** So many times down and back again. */
async function flap(times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    await tell('wallet.unavailable', DOWN);
    await tell('wallet.recovered', DOWN);
  }
  await work(here);
}

describe('the owners of a merchant', () => {
  it('are each written to once, by any number of workers, and nobody else is', async () => {
    const owners = [await join('ann'), await join('bob')];
    await join('dev', 'developer');
    await tell('plan.changed', ENDED);
    await tell('challenge.paid', { resource: '/r' });
    await work(here, there);
    await work(there, here);
    expect((await letters()).map(({ to }) => to)).toEqual(owners);
  });

  it('are told of plan, live key and primary wallet, where to look, and why they are', async () => {
    const owner = await join('ann');
    const ending = { planTier: 'individual', ending: 'trial', endsAt: KEY.expiresAt, nextPlanTier: 'free' };
    await tell('plan.trial_ending', ending);
    await tell('plan.changed', ENDED);
    await tell('api_key.expiring', KEY);
    await tell('api_key.expiring', { ...KEY, prefix: 'tp_test_abcd' }, 'test');
    await tell('wallet.unavailable', DOWN);
    await tell('wallet.recovered', { ...DOWN, role: 'fallback' });
    await tell('wallet.recovered', DOWN);
    await work(here);
    const found = await letters();
    expect(found.map(({ to, subject }) => [to, subject])).toEqual(
      [
        'The trial of your Turnpike plan ends on 2026-11-27',
        'Your Turnpike plan has ended',
        'A live API key of yours ends on 2026-11-27',
        'Your wallet does not answer',
        'Your wallet answers again',
      ].map((subject) => [owner, subject]),
    );
    expect(found[0]?.text).toBe(
      [
        'The trial of the plan Individual ends at 2026-11-27 10:00 UTC. From then on the plan Free holds, with its caps.',
        'https://pay.example.com/dashboard/plan',
        `You get this letter because you are an owner of the merchant "Shop ${String(made)}" on this instance of Turnpike.\n`,
      ].join('\n\n'),
    );
  });

  it('are given no address where none is known', async () => {
    await join('ann');
    await tell('wallet.unavailable', DOWN);
    await work(there);
    expect((await letters())[0]?.text).not.toMatch(/https?:|null/);
  });

  it('get nothing any more once they are removed', async () => {
    await join('ann');
    const stays = await join('bob');
    await tell('wallet.unavailable', DOWN);
    await run(`DELETE FROM merchant_member WHERE merchant_id = $1 AND user_id LIKE '%ann'`, [merchantId]);
    await work(here);
    expect((await letters()).map(({ to }) => to)).toEqual([stays]);
  });

  it('get each letter once though writing broke off after the first', async () => {
    const [first, second] = [await join('ann'), await join('bob')];
    await tell('wallet.unavailable', DOWN);
    await untilEventsAreFinal(here.pool);
    await run(`ALTER TABLE mail_outbox ADD CONSTRAINT broken CHECK (recipient NOT LIKE 'bob-%') NOT VALID`);
    await expect(here.owners.run()).rejects.toThrow('broken');
    expect(await letters()).toEqual([]);
    await run('ALTER TABLE mail_outbox DROP CONSTRAINT broken');
    await work(here, there);
    expect((await letters()).map(({ to }) => to)).toEqual([first, second]);
  });
});

describe('a merchant without members', () => {
  it('is written to at its own address, and told that it has none', async () => {
    await tell('wallet.unavailable', DOWN);
    await work(here);
    const [letter] = await letters();
    expect(letter?.to).toBe(`own-${String(made)}@shop.example`);
    expect(letter?.text).toContain('because this is the address of the merchant');
  });

  it('whose address nobody has confirmed is told of its plan, and of nothing that a stranger could make happen', async () => {
    merchantId = await newMerchant({ isEmailUnconfirmed: true });
    await tell('wallet.unavailable', DOWN);
    await tell('api_key.expiring', KEY);
    await tell('plan.changed', ENDED);
    await work(here);
    expect((await letters()).map(({ subject }) => subject)).toEqual(['Your Turnpike plan has ended']);
  });

  it('that the operator has shut, or that is gone, gets nothing and holds up nobody', async () => {
    await run('UPDATE merchant SET is_active = false WHERE id = $1', [merchantId]);
    await tell('plan.changed', ENDED);
    merchantId = 999_999;
    await tell('plan.changed', ENDED);
    merchantId = await newMerchant();
    await tell('plan.changed', ENDED);
    await work(here);
    expect((await letters()).map(({ to }) => to)).toEqual([`own-${String(made)}@shop.example`]);
  });
});

describe('a wallet that goes up and down all day', () => {
  it('is told of so many times, the last time with what comes of the rest, and keeps no other matter from being told', async () => {
    await flap(MAX);
    await tell('plan.changed', ENDED);
    await work(here);
    const found = await letters();
    expect(found).toHaveLength(MAX + 1);
    expect(found.map(({ text }) => text.includes('the last letter about your wallet today'))).toEqual(
      found.map((_letter, n) => n === MAX - 1),
    );
    expect(found.at(-1)?.subject).toBe('Your Turnpike plan has ended');
  });

  it.each(['by itself', 'before the next notice'])(
    'has the rest summed up the day after, %s, once',
    async (how) => {
      await flap(MAX / 2 + 2);
      await here.owners.sumUp();
      expect(await letters()).toHaveLength(MAX);
      here.clock.advanceSeconds(DAY_SECONDS);
      if (how === 'by itself') await Promise.all([here.owners.sumUp(), there.owners.sumUp()]);
      else await flap(1);
      await Promise.all([here.owners.sumUp(), there.owners.sumUp()]);
      const found = (await letters()).slice(MAX);
      expect(found.map(({ subject }) => subject)).toEqual([
        expect.stringMatching(/^What else there was to tell about your wallet on 2026-11-2/),
        ...(how === 'by itself' ? [] : ['Your wallet does not answer', 'Your wallet answers again']),
      ]);
      expect(found[0]?.text).toMatch(
        /there were 4 more notices .* The last one was: Your wallet answers again\./,
      );
    },
  );
});
