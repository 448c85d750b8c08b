// Does what owners come for, in a real browser, and writes what was sent and seen, by name, as JSON.
// Runs as a process of its own: node test/support/dashboard/errands.mjs '<JSON of base>'
import { beSomebodyElse, keepSent } from './sent-calls.mjs';
import { base, clickUntilTold, json, problem, walkAll } from './walk-all.mjs';

const live = (page) => page.addInitScript(() => localStorage.setItem('turnpike.mode', 'live'));
const button = (page, name) => page.getByRole('button', { name, exact: true });
const alone = (bodies) => bodies.map(({ body }) => body);

await walkAll({
  async 'a key with fewer rights'(page) {
    const sent = await keepSent(page, 'POST', '/api/merchant/api-keys');
    await page.goto(`${base}/dashboard/keys`);
    await button(page, 'New test key').click();
    await page.getByLabel('Label').fill('verifier');
    await page.getByRole('checkbox', { name: 'Mint' }).uncheck();
    await page.getByRole('checkbox', { name: 'Read' }).uncheck();
    await button(page, 'Make key').click();
    const secret = await page.getByRole('group', { name: 'API key', exact: true }).innerText();
    await page.keyboard.press('Escape');
    const stays = await page.getByRole('dialog').isVisible();
    await button(page, 'I have stored it').click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    const left = (await page.content()).includes(secret.trim());
    return { sent, prefix: secret.slice(0, 8), stays, left };
  },
  async 'a webhook whose address is refused'(page) {
    const refusal = problem(400, 'validation_failed', 'See errors.', {
      errors: { url: ['url must be https'] },
    });
    const sent = await keepSent(page, 'POST', '/api/merchant/webhooks', [refusal]);
    await page.goto(`${base}/dashboard/webhooks`);
    await button(page, 'New webhook').click();
    const address = page.getByLabel('Address');
    await address.fill('http://shop.example.com');
    await button(page, 'Add webhook').click();
    await page.getByText('url must be https').waitFor();
    const invalid = await address.getAttribute('aria-invalid');
    await address.fill('https://shop.example.com');
    const stillSaid = await page.getByText('url must be https').isVisible();
    await page.getByRole('radio', { name: 'Only some' }).check();
    await page.getByRole('checkbox', { name: 'challenge.settled' }).check();
    await button(page, 'Add webhook').click();
    const secret = await page.getByRole('group', { name: 'signing secret' }).innerText();
    return { sent: alone(sent), invalid, stillSaid, prefix: secret.slice(0, 6) };
  },
  async 'a wallet that could spend'(page) {
    const sent = await keepSent(page, 'POST', '/api/merchant/wallets');
    await page.goto(`${base}/dashboard/wallets/connect/strike`);
    await page.locator('input[name="credentials.apiKey"]').fill('may-spend');
    const connect = button(page, 'Try it out and connect');
    await connect.click();
    await page.getByText('offchain:write, onchain:write').waitFor();
    await page.getByRole('checkbox', { name: 'Connect it although it can spend' }).check();
    await connect.click();
    await page.getByRole('heading', { name: 'Strike is connected' }).waitFor();
    return { sent };
  },
  async 'a node in a private network'(page) {
    await live(page);
    const refusal = problem(400, 'address_refused', 'Not from here. List it in ADDRESS_ALLOW.', {
      field: 'credentials.url',
    });
    await keepSent(page, 'POST', '/api/merchant/wallets', [refusal]);
    await page.goto(`${base}/dashboard/wallets/connect/phoenixd`);
    await page.locator('input[name="credentials.url"]').fill('https://10.0.0.4');
    await page.locator('input[name="credentials.password"]').fill('limited');
    await button(page, 'Try it out and connect').click();
    await page.getByText('ADDRESS_ALLOW').waitFor();
    return { invalid: await page.locator('input[name="credentials.url"]').getAttribute('aria-invalid') };
  },
  async 'a plan, paid from a phone'(page) {
    const none = { trialEndsAt: null, currentPeriodEnd: null };
    const looks = [];
    let planTier = 'free';
    await page.route('**/api/merchant/subscription', (route) => {
      if (route.request().method() !== 'GET') return route.fallback();
      looks.push(planTier);
      return route.fulfill(json(200, { planTier, subscriptionStatus: 'active', ...none }));
    });
    await page.goto(`${base}/dashboard/plan`);
    await button(page, 'Buy Individual').click();
    const invoice = page.getByRole('img', { name: 'Lightning invoice' });
    await invoice.waitFor();
    await page.waitForResponse((answer) => answer.url().endsWith('/subscription'));
    const waits = await invoice.isVisible();
    planTier = 'individual';
    await page.getByText('Paid. Thank you.').waitFor();
    return {
      waits,
      looked: looks.filter((tier) => tier === 'free').length > 1 && looks.includes('individual'),
    };
  },
  async 'a plan, proved by the preimage'(page) {
    const headers = [];
    await page.route('**/api/merchant/subscription', (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      headers.push(route.request().headers().authorization ?? null);
      return headers.length === 1 ? route.fallback() : route.fulfill(json(200, {}));
    });
    await page.goto(`${base}/dashboard/plan`);
    await button(page, 'Buy Business').click();
    await page.getByLabel('Preimage').fill('AB'.repeat(32));
    await Promise.all([
      page.waitForResponse((answer) => answer.request().headers().authorization !== undefined),
      button(page, 'Show proof').click(),
    ]);
    return { first: headers[0], then: headers[1]?.replace(/[\w]{40,}/g, '…') };
  },
  async 'a plan, which the wallet of the browser does not pay'(page) {
    await page.addInitScript(() => {
      const refuse = () => Promise.reject(new Error('no route to the payee'));
      window.webln = { enable: () => Promise.resolve(), sendPayment: refuse };
    });
    await page.goto(`${base}/dashboard/plan`);
    await button(page, 'Buy Business').click();
    await button(page, 'Pay with the wallet in this browser').click();
    await page.getByText('no route to the payee').waitFor();
    return { unpaid: await page.getByRole('img', { name: 'Lightning invoice' }).isVisible() };
  },
  async 'a plan in the place of one without an end'(page) {
    const none = { trialEndsAt: null, currentPeriodEnd: null };
    const standing = { planTier: 'individual', subscriptionStatus: 'active', ...none };
    await page.route('**/api/merchant/subscription', (route) =>
      route.request().method() === 'GET' ? route.fulfill(json(200, standing)) : route.fallback(),
    );
    await page.goto(`${base}/dashboard/plan`);
    await button(page, 'Buy Business').click();
    await page.getByRole('img', { name: 'Lightning invoice' }).waitFor();
    await page.getByText('has no end, and you give it up').waitFor();
    return { unpaid: await page.getByRole('img', { name: 'Lightning invoice' }).isVisible() };
  },
  async 'an account, proved at the second try'(page) {
    const sent = [];
    const bill = (name) => ({ macaroon: name, invoice: `lnbc1${name}` });
    const asked = (name) =>
      problem(402, 'Payment Required', `Pay ${name}`, { reason: null, l402: bill(name) });
    const made = { apiKey: 'tp_live_new', testApiKey: 'tp_test_new' };
    const answers = [asked('first'), asked('second'), json(200, made)];
    await page.route('**/api/signup/l402', (route) => {
      sent.push(route.request().headers().authorization ?? null);
      return route.fulfill(answers[sent.length - 1]);
    });
    await page.goto(`${base}/dashboard/sign-up`);
    await page.getByRole('button', { name: /^Or pay/ }).click();
    await page.getByLabel('Email').fill('payer@shop.example');
    await page.getByRole('button', { name: /^Get an invoice/ }).click();
    for (const preimage of ['mistyped', 'right']) {
      await page.getByLabel('Preimage').fill(preimage);
      await button(page, 'Create the account').click();
      const told = preimage === 'right' ? 'Your account stands.' : 'Pay second';
      await page.getByText(told).first().waitFor();
    }
    return { sent };
  },
  async 'a first payment that no wallet tells of'(page) {
    const sent = await keepSent(page, 'POST', '/api/l402/challenges/verify', [
      json(200, { valid: false, error: 'Invalid preimage', reason: 'invalid_preimage' }),
    ]);
    const steps = [{ stepNumber: 2, title: 'Connect a wallet', isCompleted: true, isRequired: true }];
    await page.route('**/api/merchant/quickstart', (route) => route.fulfill(json(200, { steps })));
    await page.route(/\/api\/l402\/challenges\/[0-9a-f]{64}$/, async (route) => {
      const answer = await route.fetch();
      return route.fulfill(json(200, { ...(await answer.json()), status: 'expired' }));
    });
    await page.goto(`${base}/dashboard/start?step=payment`);
    await button(page, 'Make the invoice').click();
    for (const digits of ['AB', 'cd']) {
      await page.getByLabel('Preimage').fill(digits.repeat(32));
      // What was typed before the invoice ran out is there still.
      await page.getByText('The invoice has run out').waitFor();
      await Promise.all([page.waitForResponse('**/verify'), button(page, 'Show proof').click()]);
      if (digits === 'AB') await page.getByText('Invalid preimage').waitFor();
    }
    return { sent: sent.map(({ mode, body }) => ({ mode, preimage: body.preimage.slice(0, 2) })) };
  },
  async 'settings of one mode'(page) {
    const sent = await keepSent(page, 'PATCH', '/api/merchant/settings');
    await live(page);
    await page.goto(`${base}/dashboard/settings`);
    await page.getByRole('switch', { name: 'Strict verify' }).click();
    await button(page, 'Discard').click();
    await page.getByText('One change to live mode').waitFor({ state: 'hidden' });
    await page.getByLabel('Token validity').first().fill('2');
    await clickUntilTold(button(page, 'Save'), 'Settings of live mode are saved.');
    return { sent };
  },
  async 'looking only'(page) {
    await beSomebodyElse(page, { role: 'read_only' });
    await live(page);
    const deeds = [];
    for (const path of ['keys', 'wallets', 'webhooks', 'proxies', 'members']) {
      await page.goto(`${base}/dashboard/${path}`);
      await page.getByRole('table').first().or(page.getByText('Shop node')).first().waitFor();
      const names = await page.locator('main').getByRole('button').allInnerTexts();
      deeds.push(...names.filter((name) => /new|connect|invite|actions|check again|send/i.test(name)));
    }
    return { deeds };
  },
  async 'an operator who belongs to no merchant'(page) {
    await beSomebodyElse(page, { role: null, merchantId: null, merchants: [] });
    const asked = [];
    page.on('request', (request) => {
      if (request.url().includes('/api/merchant/')) asked.push(request.url());
    });
    await page.goto(`${base}/dashboard/keys`);
    await page.getByText('You belong to no merchant').waitFor();
    await page.getByRole('link', { name: 'Go to the instance' }).click();
    await page.getByRole('heading', { name: 'Keys of this instance' }).waitFor();
    return { asked };
  },
});
