// Ways through a real browser, each in a context of its own; what was seen on each is written by name as JSON.
import { chromium } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const waitMsMax = 20_000;

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

/** Walks all ways, and writes what each has seen, or why it failed. */
export async function walkAll(ways) {
  const args = ['--no-sandbox', '--disable-dev-shm-usage'];
  const browser = await chromium.launch({ executablePath, args });
  const seen = {};
  for (const [name, walk] of Object.entries(ways)) {
    const viewport = { width: 1280, height: 900 };
    const context = await browser.newContext({ reducedMotion: 'reduce', viewport });
    const page = await context.newPage();
    page.setDefaultTimeout(waitMsMax);
    seen[name] = await walk(page, context).catch((error) => ({ failed: String(error), where: page.url() }));
    await context.close();
  }
  await browser.close();
  process.stdout.write(JSON.stringify(seen));
}
