import { describeInBrowser, inBrowser } from './browser.js';

describeInBrowser('walks through a browser (left out where there is no Chromium)', () => {
  it('end each for itself: with answers in the making, with what failed, and with what nobody waited for', async () => {
    expect(await inBrowser('untidy-walks', {})).toEqual({
      'with an answer in the making': { ended: true },
      'with a failure that nobody waits for': {
        failed: expect.stringContaining('waitForEvent'),
        seen: { ended: true },
      },
      'with a failure': { failed: 'Error: it failed', where: 'about:blank' },
      well: { at: 'about:blank' },
    });
  });
});
