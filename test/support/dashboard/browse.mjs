// Opens pages in a real browser and writes what it found as JSON: accessibility findings, errors, bytes, shifts.
// Runs as a process of its own: node test/support/dashboard/browse.mjs '<JSON of base, pages, views, shots>'
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const { base, pages, views, shots } = JSON.parse(process.argv[2]);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const settleMsMax = 30_000;
const atOnce = 4;

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
const jobs = [...pages];
const found = [];
await Promise.all(Array.from({ length: atOnce }, worker));
await browser.close();
process.stdout.write(JSON.stringify(found));

/** Each has a context of its own, so that what one page leaves behind is not there for another that is open beside it. */
async function worker() {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift())
    found.push(...(await lookAt(context, job).catch((error) => failed(job, error))));
  await context.close();
}

/** What is said of a page that could not be looked at, in the place of what was to be found: of the others nothing is lost. */
function failed({ name }, error) {
  const nothing = { shift: 0, sideways: 0, findings: [] };
  return views.map((view) => ({ name, ...view, errors: [String(error)], ...nothing }));
}

/** Loads a page in the first view, and looks at it in each. */
async function lookAt(context, { name, path, cookies = [], steps = [], storage = {} }) {
  await context.clearCookies();
  await context.addCookies(cookies.map((cookie) => ({ ...cookie, url: base })));
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.addInitScript(remember, storage);
  await show(page, views[0]);
  await page.goto(new URL(path, base).href);
  await page.locator('h1').first().waitFor({ timeout: settleMsMax });
  await settled(page);
  for (const { press, click } of steps) {
    if (press !== undefined) await page.keyboard.press(press);
    else await page.getByRole(click.role, { name: click.name, exact: true }).first().click();
    await settled(page);
  }
  const shift = await page.evaluate(() => window.shifted);
  const looks = [];
  for (const view of views) {
    await show(page, view);
    await settled(page);
    looks.push({ name, ...view, errors: errors.splice(0), shift, ...(await inspect(page, name, view)) });
  }
  await page.close();
  return looks;
}

/** Runs in the page before anything else: what the browser remembers, and how far things are moved by what comes later. */
function remember(entries) {
  localStorage.clear();
  for (const [key, value] of Object.entries(entries)) localStorage.setItem(key, value);
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

async function show(page, { width, height, scheme }) {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
}

async function inspect(page, name, { width, scheme }) {
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (shots !== undefined)
    await page.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`), fullPage: true });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const findings = violations.map(({ id, impact, nodes }) => ({
    id,
    impact,
    where: nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }));
  return { sideways, findings };
}

/** Once nothing is being read any more and the browser has nothing left to do. A stream of events stays open for ever. */
async function settled(page) {
  await page.waitForFunction(() => document.querySelector('[aria-label="Loading"]') === null, null, {
    timeout: settleMsMax,
  });
  await page.evaluate(
    () => new Promise((resolve) => window.requestIdleCallback(resolve, { timeout: 1_000 })),
  );
  await page.waitForFunction(() => document.querySelector('[aria-label="Loading"]') === null, null, {
    timeout: settleMsMax,
  });
}
