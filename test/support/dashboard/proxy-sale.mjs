// Makes a proxy at a real instance, prices a path, buys from it in the sandbox, and pays once more as a person with a browser.
// Runs as a process of its own: node test/support/dashboard/proxy-sale.mjs '<JSON of base, operatorKey, upstream and shots>'
import { join } from 'node:path';
import { linkTo } from './real-instance.mjs';
import { base, given, walkAll } from './walk-all.mjs';

const { upstream, shots } = given;
const figuresMsMax = 60_000;

const button = (page, name) => page.getByRole('button', { name, exact: true });
const heading = (page, name) => page.getByRole('heading', { name, exact: true });
const says = (page, text) => page.getByRole('status').filter({ hasText: text }).first();

/** What the browser complains of; that something is unpaid is what is looked at here, and nobody has an icon. */
function complaintsOf(page) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (402|404)/.test(message.text()))
      complaints.push(message.text());
  });
  return complaints;
}

async function enter(page, address) {
  await page.goto(`${base}/dashboard/sign-up`);
  await page.getByLabel('Business or project').fill('Weather');
  await page.getByLabel('Email').fill(address);
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
  await button(page, 'Create account').click();
  await page.getByText('Look into your mail').waitFor();
  await page.goto(await linkTo(address));
  await button(page, 'Continue').click();
  await heading(page, 'Overview').waitFor();
}

async function makeProxy(page) {
  await page.goto(`${base}/dashboard/start?step=proxy`);
  await page.getByRole('link', { name: 'Make a proxy' }).click();
  await heading(page, 'New proxy').waitFor();
  await page.getByLabel('Upstream address').fill(upstream);
  await button(page, 'Look whether it answers').click();
  await says(page, 'It answers: 200').waitFor();
  await page.getByLabel('Name').fill('Weather');
  await page.getByText('/l402/proxy/weather-…').waitFor();
  await button(page, 'Make the proxy').click();
  await heading(page, 'Weather').waitFor();
}

async function pricePath(page) {
  await page.getByRole('link', { name: 'Prices', exact: true }).click();
  await page.getByText('Every path costs the default price').waitFor();
  await button(page, 'Add price').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Path').fill('/forecast/{city}');
  await dialog.getByLabel('Price in sats').fill('25');
  await button(dialog, 'Add price').click();
  await page.getByRole('cell', { name: 'GET /forecast/{city}', exact: true }).waitFor();
  await page.getByLabel('Path to check').fill('/Forecast/%6Fslo/');
  await button(page, 'Check').click();
  await says(page, '25 sats').waitFor();
  return page.getByText('Looked up as').innerText();
}

async function buyHere(page) {
  await page.getByRole('link', { name: 'Overview', exact: true }).last().click();
  await page.getByLabel('Path').fill('/forecast/oslo');
  await button(page, 'Call it unpaid').click();
  await says(page, '402 Payment Required').waitFor();
  await button(page, 'Pay in the sandbox and call again').click();
  return page.getByRole('group', { name: 'paid answer' }).innerText();
}

/** Pays an invoice in the sandbox, as the session of that page may. */
const payFrom = (page) => (invoice) =>
  page.evaluate(async (text) => {
    const answer = await fetch('/api/sandbox/pay', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-turnpike-mode': 'test' },
      body: JSON.stringify({ invoice: text }),
    });
    return answer.json();
  }, invoice);

/** Opens what is sold as a person does, on a phone in the dark. */
async function open(context, address) {
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  return { page, complaints, answer: () => page.goto(address) };
}

await walkAll({
  async 'a proxy, from nothing to its figures'(page, context) {
    const complaints = complaintsOf(page);
    await enter(page, 'ada@weather.example');
    await makeProxy(page);
    const address = (await page.getByText(/curl -i/).innerText()).split("'")[1];
    const looked = await pricePath(page);
    const bought = await buyHere(page);
    const figure = (name) => page.locator('dl div', { hasText: name }).last().locator('dd');
    const revenue = figure('Revenue').filter({ hasText: '25' });
    await revenue.waitFor({ timeout: figuresMsMax });
    await figure('Paid requests').filter({ hasText: '1' }).waitFor({ timeout: figuresMsMax });
    await page.screenshot({ path: join(shots, 'proxy-sold.png'), fullPage: true });
    const pay = payFrom(page);

    const byHand = await open(context, new URL(`${address}forecast/lima`).href);
    const first = await byHand.answer();
    const invoice = await byHand.page.evaluate(() => document.body.dataset.invoice);
    await byHand.page.screenshot({ path: join(shots, 'pay-page.png'), fullPage: true });
    const offersWallet = await button(byHand.page, 'Pay with this browser’s wallet').isVisible();
    const { preimage } = await pay(invoice);
    await says(byHand.page, 'Paid. Paste the preimage').waitFor();
    await byHand.page.getByLabel('Then paste').fill(preimage);
    await byHand.page.getByText('Paid.', { exact: true }).waitFor();
    const pasted = await byHand.page.locator('pre').textContent();

    const byWallet = await open(context, new URL(`${address}forecast/rome`).href);
    await byWallet.page.exposeFunction('payWith', pay);
    await byWallet.page.addInitScript(() => {
      window.webln = { enable: async () => undefined, sendPayment: (text) => window.payWith(text) };
    });
    await byWallet.answer();
    await button(byWallet.page, 'Pay with this browser’s wallet').click();
    await byWallet.page.getByText('Paid.', { exact: true }).waitFor();
    const paid = await byWallet.page.locator('pre').textContent();
    const problems = [complaints, byHand.complaints, byWallet.complaints].flat();
    return { looked, bought, status: first.status(), offersWallet, pasted, paid, problems };
  },
});
