// Opens what a shop sells in a real browser and pays for it, by hand and by a wallet in the browser.
// Runs as a process of its own: node test/support/dashboard/pay-page.mjs '<JSON of shop, broker and key>'
import { chromium } from 'playwright-core';

const { shop, broker, key } = JSON.parse(process.argv[2]);
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const headers = { 'x-api-key': key, 'content-type': 'application/json' };

async function pay(invoice) {
  const body = JSON.stringify({ invoice });
  return (await fetch(`${broker}/api/sandbox/pay`, { method: 'POST', headers, body })).json();
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
const found = {};

/** A page of its own, with what the browser complains of; a 402 and what is above 499 are what is looked at here. */
async function open(path, prepare = async () => undefined) {
  const page = await browser.newPage({ colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (402|50[0-9])/.test(message.text()))
      complaints.push(message.text());
  });
  await prepare(page);
  const answer = await page.goto(shop + path);
  return { page, complaints, status: answer.status() };
}

const says = (page, text) => page.getByRole('status').filter({ hasText: text }).waitFor();

{
  const { page, complaints, status } = await open('/cheap/text');
  const invoice = await page.evaluate(() => document.body.dataset.invoice);
  await page.getByLabel('Then paste').fill('00'.repeat(32));
  await says(page, 'Not accepted');
  const { preimage } = await pay(invoice);
  await fetch(`${shop}/told`, { method: 'POST' });
  await says(page, 'Paste the preimage');
  await page.getByLabel('Then paste').fill(preimage);
  await says(page, 'Paid.');
  const shown = await page.locator('pre').textContent();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  found.byHand = { status, shown, wide, complaints };
}
{
  const { page, complaints } = await open('/cheap/html', async (one) => {
    await one.exposeFunction('payWith', pay);
    await one.addInitScript(() => {
      window.webln = { enable: async () => undefined, sendPayment: (invoice) => window.payWith(invoice) };
    });
  });
  await page.getByRole('button', { name: 'Pay with this browser' }).click();
  await says(page, 'Paid.');
  const shown = await page.frameLocator('iframe').locator('h1').textContent();
  found.byWallet = { shown, complaints };
}
{
  const { page, complaints } = await open('/cheap/late');
  const { preimage } = await pay(await page.evaluate(() => document.body.dataset.invoice));
  await page.getByLabel('Then paste').fill(preimage);
  await page.getByRole('button', { name: 'Ask again' }).click();
  await says(page, 'Paid.');
  found.late = { shown: await page.locator('pre').textContent(), complaints };
}
await browser.close();
process.stdout.write(JSON.stringify(found));
