// Walks that leave things undone, each seen for itself, as JSON.
// Runs as a process of its own: node test/support/dashboard/untidy-walks.mjs '{}'
import { walkAll } from './walk-all.mjs';

const address = 'http://walk.test/';
const page404 = { status: 404, contentType: 'text/html', body: '<h1>Nothing</h1>' };

await walkAll({
  async 'with an answer in the making'(page) {
    let begin;
    const begun = new Promise((resolve) => (begin = resolve));
    await page.route('**/*', (route) => route.fulfill(page404));
    await page.route('**/polled', async () => {
      begin();
      await page.waitForEvent('close');
      throw new Error('the page is gone');
    });
    await page.goto(address);
    await page.evaluate(() => void fetch('/polled').catch(() => undefined));
    await begun;
    return { ended: true };
  },
  async 'with a failure that nobody waits for'(page) {
    void page.waitForEvent('popup');
    return { ended: true };
  },
  async 'with a failure'() {
    throw new Error('it failed');
  },
  async well(page) {
    return { at: page.url() };
  },
});
