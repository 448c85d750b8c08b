// Walks ways through the dashboard in a real browser and writes what was seen on each, by name, as JSON.
// Runs as a process of its own: node test/support/dashboard/journeys.mjs '<JSON of base>'
import { base, json, problem, walkAll } from './walk-all.mjs';

const button = (page, name) => page.getByRole('button', { name, exact: true });
const signedOut = { name: 'signed-out', value: '1', url: base };
const place = (page) => page.url().slice(base.length);
const at = (page, path) => page.waitForURL((url) => url.href.slice(base.length) === path);

/** Lets the next sign-in succeed, and tells what was sent with it. */
async function acceptSignIn(context, page, first) {
  const sent = [];
  await page.route('**/api/session', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    sent.push(route.request().postDataJSON());
    if (first !== undefined && sent.length === 1) return route.fulfill(first);
    await context.clearCookies();
    return route.fulfill(json(200, { merchantId: 42, expiresAt: '2030-01-01T00:00:00Z' }));
  });
  return sent;
}

async function signIn(page) {
  await page.locator('input[name=email]').fill('ada@weather.example');
  await page.locator('input[name=password]').fill('correct horse');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const journeys = {
  async 'to a page and through the sign-in back to it'(page, context) {
    await context.addCookies([signedOut]);
    const sent = await acceptSignIn(context, page);
    await page.goto(`${base}/dashboard/challenges?status=paid`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    const between = place(page);
    await signIn(page);
    await page.getByRole('heading', { name: 'Challenges' }).waitFor();
    return { between, end: place(page), sent };
  },
  async 'with a way back that leads elsewhere'(page, context) {
    await context.addCookies([signedOut]);
    await acceptSignIn(context, page);
    await page.goto(
      `${base}/dashboard/sign-in?next=${encodeURIComponent('https://evil.example/dashboard/x')}`,
    );
    await signIn(page);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    return { end: place(page) };
  },
  async 'with a wrong password'(page, context) {
    await context.addCookies([signedOut]);
    await page.goto(`${base}/dashboard/sign-in`);
    await signIn(page);
    return { alert: await page.getByRole('alert').innerText(), end: place(page) };
  },
  async 'with a second factor'(page, context) {
    await context.addCookies([signedOut]);
    const refusal = problem(401, 'second_factor_required', 'The code of the second factor is wanted.');
    const sent = await acceptSignIn(context, page, refusal);
    await page.goto(`${base}/dashboard/sign-in`);
    await signIn(page);
    await page.locator('input[name=code]').fill('123 456');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    return { sent };
  },
  async 'by a link that was mailed'(page, context) {
    await context.addCookies([signedOut]);
    const sent = await acceptSignIn(context, page);
    await page.goto(`${base}/dashboard/sign-in#token=tok_abc`);
    await button(page, 'Continue').waitFor();
    await at(page, '/dashboard/sign-in');
    const between = place(page);
    const before = [...sent];
    await button(page, 'Continue').click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    return { between, before, sent, end: place(page) };
  },
  async 'by a link to an address that somebody has paid for'(page, context) {
    await context.addCookies([signedOut]);
    const refusal = problem(409, 'merchant_made_by_payment', 'A payment made the merchant.');
    const sent = await acceptSignIn(context, page, refusal);
    await page.goto(`${base}/dashboard/sign-in#token=tok_abc`);
    await button(page, 'Continue').click();
    await page.getByLabel('Live API key').waitFor();
    await button(page, 'It was not me: start afresh').click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    return { sent };
  },
  async 'by an invitation to an account that is there'(page, context) {
    await context.addCookies([signedOut]);
    await acceptSignIn(context, page);
    const accepted = [];
    const email = 'ada@weather.example';
    await page.route('**/api/invitations/accept', (route) => {
      accepted.push(route.request().postDataJSON());
      return accepted.length === 1
        ? route.fulfill(problem(409, 'sign_in_first', 'Sign in first.', { email }))
        : route.fulfill(json(200, { merchantId: 43, expiresAt: '2030-01-01T00:00:00Z' }));
    });
    await page.goto(`${base}/dashboard/invitation#token=tok_inv`);
    await button(page, 'Accept the invitation').click();
    const named = await page
      .getByText(email)
      .first()
      .waitFor()
      .then(() => true);
    await button(page, 'Go to the sign-in').click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    const between = place(page);
    await signIn(page);
    await at(page, '/dashboard/invitation');
    await button(page, 'Accept the invitation').click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    const kept = await page.evaluate(() => window.sessionStorage.length);
    return { named, between, accepted, end: place(page), kept };
  },
  async 'with a session too old to add a passkey'(page) {
    await page.route('**/api/session/passkeys/options', (route) =>
      route.fulfill(problem(403, 'recent_sign_in_required', 'Sign in again to do this.')),
    );
    await page.goto(`${base}/dashboard/security`);
    await page.getByRole('link', { name: 'Open it at localhost' }).click();
    await button(page, 'Add a passkey').first().click();
    await button(page, 'Go on in the browser').click();
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    return { end: place(page) };
  },
  async 'with a session that ends meanwhile'(page) {
    await page.route('**/api/merchant/overview*', (route) =>
      route.fulfill(problem(401, 'missing_session', 'Sign in first.')),
    );
    await page.goto(`${base}/dashboard?days=7`);
    await page.waitForURL('**/dashboard/sign-in*');
    return { end: place(page) };
  },
  async 'from test to live'(page) {
    const modes = [];
    page.on('request', (request) => {
      if (request.url().includes('/merchant/overview')) modes.push(request.headers()['x-turnpike-mode']);
    });
    await page.goto(`${base}/dashboard`);
    await page.getByText('sandbox wallet, no real satoshis move').waitFor();
    await page.getByText('Refused credentials').waitFor();
    await page.getByText('Live', { exact: true }).click();
    await page.getByText('real payments into your own wallet').waitFor();
    await page.getByText('Refused credentials').waitFor();
    return { first: modes[0], last: modes.at(-1) };
  },
  async 'by keyboard alone'(page) {
    await page.goto(`${base}/dashboard`);
    await page.getByText('Refused credentials').waitFor();
    await page.keyboard.press('Tab');
    const skip = await page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press('Enter');
    const skipped = await page.evaluate(() => document.activeElement?.tagName);
    // One right after the other, as they are two of a kind for a second only.
    await Promise.all([page.keyboard.press('g'), page.keyboard.press('c')]);
    await at(page, '/dashboard/challenges');
    await page.getByRole('button', { name: 'Show more' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    const heading = await page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press('/');
    const searching = await page.evaluate(() => document.activeElement?.hasAttribute('data-search'));
    await page.keyboard.press('g');
    await page.keyboard.press('k');
    const typed = await page.evaluate(() => document.activeElement?.value);
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await dialog.waitFor();
    await page.waitForFunction(() => document.activeElement?.closest('[role="dialog"]') !== null);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    return { skip, skipped, heading, searching, typed };
  },
  async 'while the server is away'(page) {
    await page.route('**/api/merchant/api-keys', (route) =>
      route.fulfill({
        ...problem(503, 'service_unavailable', 'The database is away.'),
        headers: { 'retry-after': '0' },
      }),
    );
    await page.goto(`${base}/dashboard/keys`);
    const alert = page.getByRole('alert').first();
    const words = await alert.innerText();
    await page.unroute('**/api/merchant/api-keys');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await alert.waitFor({ state: 'hidden' });
    return { words };
  },
};

await walkAll(journeys);
