import { SYSTEM } from '@turnpike/audit';
import { ManualClock } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { Mailbox } from '@turnpike/mail';
import { Merchants } from '@turnpike/merchants';
import { JOBS } from '@turnpike/queues';
import { ClockedInstance } from '../support/clocked-instance.js';
import { untilEventsAreFinal } from '../support/committed-events.js';

const DAY_SECONDS = 86_400;
const EMAIL = 'trial@shop.example';

let instance: ClockedInstance;

beforeAll(async () => {
  instance = await ClockedInstance.start({
    clock: new ManualClock(new Date('2026-11-20T12:00:00Z')),
    variables: { PLANS: 'hosted', PUBLIC_URL: 'https://pay.example.com' },
  });
});
afterAll(() => instance.stop());

/** What the letters say that the worker has written since the last time, a day or some later. */
async function lettersAfter(days: number): Promise<readonly string[]> {
  const before = await letters();
  instance.clock.advanceSeconds(days * DAY_SECONDS);
  await instance.job(JOBS.planUpkeep);
  await untilEventsAreFinal(instance.workerPart(ColdPool));
  await instance.job(JOBS.countEvents);
  return (await letters()).slice(before.length);
}

async function letters(): Promise<readonly string[]> {
  const page = await instance.workerPart(Mailbox).page(null, 200, SYSTEM);
  return page.letters.map(({ to, subject }) => `${to}: ${subject}`).reverse();
}

it('a merchant whom nobody told otherwise hears by letter that a trial and a key end, and that the plan has ended', async () => {
  const merchants = instance.app.get(Merchants, { strict: false });
  const { apiKey } = await merchants.create({ name: 'Shop', email: EMAIL, planTier: 'individual' });
  const expiresAt = new Date(instance.clock.now().getTime() + 40 * DAY_SECONDS * 1_000).toISOString();
  expect((await instance.call('POST', '/api/merchant/api-keys', apiKey, { expiresAt })).status).toBe(201);
  expect(await lettersAfter(22)).toEqual([]);
  expect(await lettersAfter(1)).toEqual([`${EMAIL}: The trial of your Turnpike plan ends on 2026-12-20`]);
  expect(await lettersAfter(1)).toEqual([]);
  expect(await lettersAfter(5)).toEqual([`${EMAIL}: The trial of your Turnpike plan ends on 2026-12-20`]);
  expect(await lettersAfter(1)).toEqual([`${EMAIL}: Your Turnpike plan has ended`]);
  expect(await lettersAfter(3)).toEqual([`${EMAIL}: A live API key of yours ends on 2026-12-30`]);
  expect(await lettersAfter(30)).toEqual([]);
});
