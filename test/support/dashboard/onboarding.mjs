// Signs up at a real instance and sells the first test challenge, on a phone and at a desk, with a picture of each step.
// Runs as a process of its own: node test/support/dashboard/onboarding.mjs '<JSON of base, operatorKey and shots>'
import { join } from 'node:path';
import { button, heading, linkTo, until } from './real-instance.mjs';
import { base, given, walkAll } from './walk-all.mjs';

const { shots } = given;

/** Asks the server as the page does: with its cookie, in test mode. */
const asked = (page, path) =>
  page.evaluate(
    async (address) =>
      (await fetch(address, { headers: { accept: 'application/json', 'x-turnpike-mode': 'test' } })).json(),
    path,
  );

const current = (page) => page.locator('ol[aria-label="State of the challenge"] [aria-current=step]');

async function walk(page, { width, height }) {
  await page.setViewportSize({ width, height });
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('response', (answer) => {
    if (answer.status() >= 400) complaints.push(`${answer.status()} ${new URL(answer.url()).pathname}`);
  });
  let count = 0;
  const picture = async (name) => {
    count += 1;
    const file = `${width}-${String(count).padStart(2, '0')}-${name}.png`;
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.screenshot({ path: join(shots, file), fullPage: true });
  };
  const goTo = async (place) => {
    if (width < 800) await button(page, 'Open the menu').click();
    await page.getByRole('link', { name: place }).filter({ visible: true }).first().click();
    await heading(page, place).waitFor();
  };
  const course = [];
  const sees = async (state) => {
    await current(page).filter({ hasText: state }).waitFor();
    course.push(state);
    await picture(state.toLowerCase());
  };

  const address = `ada-${width}@weather.example`;
  await page.goto(`${base}/dashboard/sign-up`);
  await page.getByLabel('Business or project').fill('Weather');
  await page.getByLabel('Email').fill(address);
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
  await picture('sign-up');
  await button(page, 'Create account').click();
  await page.getByText('Look into your mail').waitFor();
  await picture('mail');

  await page.goto(await linkTo(address));
  await button(page, 'Continue').click();
  await heading(page, 'Overview').waitFor();
  const end = new URL(page.url());
  await picture('signed-in');

  await goTo('Setup guide');
  await button(page, 'Make a test key').click();
  const key = (
    await page
      .getByText(/^tp_test_\w+$/)
      .first()
      .innerText()
  ).trim();
  await page.getByText('Waiting for your first test challenge').waitFor();
  await picture('test-key');
  await button(page, 'Mint it from here').click();
  await sees('Open');
  await button(page, 'Pay it in the sandbox').click();
  await sees('Paid');
  await button(page, 'Verify it from here').click();
  await sees('Used');
  const { steps } = await until('the test in the quickstart', async () => {
    const answer = await asked(page, '/api/merchant/quickstart');
    return answer.steps.find(({ stepNumber }) => stepNumber === 4).isCompleted && answer;
  });
  await button(page, 'Go on').click();
  await page.locator('[aria-expanded=true]', { hasText: 'Connect your wallet' }).waitFor();
  await picture('next-step');

  await until('the figures', async () => (await asked(page, '/api/merchant/overview')).totals.uses === 1);
  await goTo('Overview');
  await page
    .getByText(/^100\s%$/)
    .filter({ visible: true })
    .first()
    .waitFor();
  await picture('overview');

  await goTo('Challenges');
  await page.getByRole('link', { name: '/api/hello' }).first().click();
  const timeline = [];
  for (const entry of ['Challenge minted', 'Paid', 'Token used for the first time']) {
    await page.getByText(entry, { exact: true }).first().waitFor();
    timeline.push(entry);
  }
  await picture('challenge');

  await goTo('Live feed');
  const feed = page.locator('ol[aria-live=polite] li');
  for (const entry of ['Challenge minted', 'Paid', 'Token used'])
    await feed.filter({ hasText: entry }).first().waitFor();
  // It stays open while the same key mints once more: that is told without being asked for.
  await page.locator('main').getByText('Live', { exact: true }).waitFor();
  await fetch(`${base}/api/l402/challenges`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ resource: '/by-curl', priceSats: 3 }),
  });
  await feed.filter({ hasText: '/by-curl' }).first().waitFor();
  await picture('live-feed');

  const before = complaints.length;
  await button(page, 'Account menu').click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await heading(page, 'Sign in').waitFor();
  await picture('signed-out');
  const session = await page.context().request.get(`${base}/api/session`);
  return {
    signedInAt: end.pathname + end.hash,
    course,
    done: steps.filter(({ isCompleted }) => isCompleted).map(({ stepNumber }) => stepNumber),
    timeline,
    complaints: complaints.slice(0, before),
    afterwards: session.status(),
  };
}

await walkAll({
  'on a phone': (page) => walk(page, { width: 390, height: 844 }),
  'at a desk': (page) => walk(page, { width: 1280, height: 900 }),
});
