// Opens what a shop sells in a real browser and pays for it, by hand and by a wallet in the browser.
// Runs as a process of its own: node test/support/dashboard/pay-page.mjs '<JSON of shop, broker and key>'
import { given, walkAll } from './walk-all.mjs';

const { shop, broker, key } = given;
const headers = { 'x-api-key': key, 'content-type': 'application/json' };
const readAgainMillis = 2_000;

async function pay(invoice) {
  const body = JSON.stringify({ invoice });
  return (await fetch(`${broker}/api/sandbox/pay`, { method: 'POST', headers, body })).json();
}

/** A complaint of the browser; a 402 and what is above 499 are what is looked at here. */
const isComplaint = (message) =>
  message.type() === 'error' && !/status of (402|50[0-9])/.test(message.text());

/** Opens it as on a phone in the dark, and keeps what the browser complains of. */
async function open(page, path) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => isComplaint(message) && complaints.push(message.text()));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  const answer = await page.goto(shop + path);
  return { complaints, status: answer.status() };
}

const says = (page, text) => page.getByRole('status').filter({ hasText: text }).waitFor();
const isPaid = (page) => says(page, /^Paid\.$/);

await walkAll({
  async byHand(page) {
    const { complaints, status } = await open(page, '/cheap/text');
    const invoice = await page.evaluate(() => document.body.dataset.invoice);
    await page.getByLabel('Then paste').fill('00'.repeat(32));
    await says(page, 'Not accepted');
    const { preimage } = await pay(invoice);
    await fetch(`${shop}/told`, { method: 'POST' });
    await says(page, 'Paste the preimage that the sandbox answered');
    await page.getByLabel('Then paste').fill('zz');
    await page.getByRole('button', { name: 'Unlock' }).click();
    await says(page, '64 hex digits');
    await page.getByLabel('Then paste').fill(preimage);
    await isPaid(page);
    const shown = await page.locator('pre').textContent();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    return { status, shown, wide, complaints };
  },
  async byWallet(page) {
    await page.exposeFunction('payWith', pay);
    await page.addInitScript(() => {
      window.webln = { enable: async () => undefined, sendPayment: (invoice) => window.payWith(invoice) };
    });
    const { complaints } = await open(page, '/cheap/html');
    await Promise.all([
      page.waitForEvent('console', isComplaint),
      page.getByRole('button', { name: 'Pay with this browser' }).click(),
    ]);
    await isPaid(page);
    const shown = await page.frameLocator('iframe').locator('h1').textContent();
    return { shown, complaints };
  },
  async late(page) {
    let answer;
    const isAnswered = new Promise((resolve) => (answer = resolve));
    await page.clock.install();
    await page.route('**/status/*', (route) => isAnswered.then(() => route.fallback()));
    const { complaints } = await open(page, '/cheap/late');
    const { preimage } = await pay(await page.evaluate(() => document.body.dataset.invoice));
    // That it is paid is told when the page knows already, and has more to say.
    await Promise.all([page.waitForRequest('**/status/*'), page.clock.fastForward(readAgainMillis)]);
    await page.getByLabel('Then paste').fill(preimage);
    const again = page.getByRole('button', { name: 'Ask again' });
    await again.waitFor();
    const [told] = await Promise.all([page.waitForResponse('**/status/*'), answer()]);
    await told.finished();
    await again.click();
    await isPaid(page);
    return { shown: await page.locator('pre').textContent(), complaints };
  },
});
