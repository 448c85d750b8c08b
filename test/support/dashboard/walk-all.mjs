// Ways through a real browser, each in a context of its own; what was seen on each is written by name as JSON.
import { chromium } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const waitMsMax = 30_000;

/** What the process that wants to know has said. */
export const given = JSON.parse(process.argv[2]);

/** Where the pages are. */
export const { base } = given;

/** An answer of the api to put in the place of the recorded one. */
export const json = (status, body) => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(body),
});

/** An error of the api to put in the place of the recorded answer. */
export const problem = (status, error, detail, members = {}) =>
  json(status, { status, error, detail, title: detail, message: detail, ...members });

/** Clicks on what is answered by a notice: that is there for seconds only, so it is waited for from before the click. */
export const clickUntilTold = (locator, words) =>
  Promise.all([locator.page().getByText(words).first().waitFor(), locator.click()]);

/** Walks all ways, and writes what each has seen, or why it failed. */
export async function walkAll(ways) {
  // What fails with nobody waiting for it fails the way on which it did, and none of the others.
  const stray = [];
  process.on('unhandledRejection', (error) => stray.push(error));
  const args = ['--no-sandbox', '--disable-dev-shm-usage'];
  const browser = await chromium.launch({ executablePath, args });
  const seen = {};
  for (const [name, walk] of Object.entries(ways)) {
    seen[name] = await walkAlone(browser, walk).catch((error) => ({ failed: String(error) }));
    if (stray.length > 0) seen[name] = { failed: stray.splice(0).map(String).join('; '), seen: seen[name] };
  }
  await browser.close();
  process.stdout.write(JSON.stringify(seen));
}

async function walkAlone(browser, walk) {
  const viewport = { width: 1280, height: 900 };
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport });
  const page = await context.newPage();
  page.setDefaultTimeout(waitMsMax);
  const seen = await walk(page, context).catch((error) => ({ failed: String(error), where: page.url() }));
  // Pages ask again and again, so an answer may be in the making that nobody is there to get any more.
  for (const one of context.pages()) await one.unrouteAll({ behavior: 'ignoreErrors' });
  await context.close();
  return seen;
}
