// Does at a real instance what ends beyond it: a webhook's replay, a wallet's connection, the purchase of a plan.
// Runs as a process of its own: node test/support/dashboard/deeds.mjs '<JSON of base, operatorKey, wallet, hook, sellerKey and shots>'
import { button, enterAs, heading, picture } from './real-instance.mjs';
import { base, clickUntilTold, given, walkAll } from './walk-all.mjs';

await walkAll({
  async 'an event, sent again'(page) {
    await enterAs(page, 'hook@deeds.example');
    await page.goto(`${base}/dashboard/webhooks`);
    await button(page, 'New webhook').first().click();
    await page.getByLabel('Address').fill(given.hook);
    await picture(page, 'webhook-new');
    await button(page, 'Add webhook').click();
    await page.getByRole('group', { name: 'signing secret' }).waitFor();
    await picture(page, 'webhook-secret');
    await button(page, 'I have stored it').click();
    await page
      .getByRole('link', { name: new URL(given.hook).host })
      .first()
      .click();
    await clickUntilTold(button(page, 'Send test event'), 'A test event is on its way.');
    const row = page.getByRole('row').filter({ hasText: 'webhook.test' });
    await row.filter({ hasText: 'Delivered' }).waitFor();
    await picture(page, 'webhook-delivered');
    await clickUntilTold(button(page, 'Send again: webhook.test'), 'It is sent again.');
    await picture(page, 'webhook-again');
    await page.getByRole('row').filter({ hasText: 'Delivered' }).nth(1).waitFor();
    await picture(page, 'webhook-again-delivered');
    return { rows: await row.count() };
  },
  async 'a wallet, connected'(page) {
    await enterAs(page, 'wallet@deeds.example');
    await page.goto(`${base}/dashboard/wallets/connect/phoenixd`);
    const { url, password } = given.wallet;
    await page.locator('input[name="credentials.url"]').fill(url);
    await page.locator('input[name="credentials.password"]').fill('a-wrong-one');
    await picture(page, 'wallet-form');
    await button(page, 'Try it out and connect').click();
    await page.getByText('Check that it is the limited password').waitFor();
    await picture(page, 'wallet-refused');
    await page.locator('input[name="credentials.password"]').fill(password);
    await button(page, 'Try it out and connect').click();
    await heading(page, 'phoenixd is connected').waitFor();
    await picture(page, 'wallet-connected');
    await button(page, 'See my wallets').click();
    await heading(page, 'Wallets').waitFor();
    await page.getByText('phoenixd').first().waitFor();
    await picture(page, 'wallets');
    const answer = await page.context().request.get(`${base}/api/merchant/wallets`, {
      headers: { 'x-turnpike-mode': 'live' },
    });
    return (await answer.json()).wallets.map(({ kind, role, health }) => ({ kind, role, health }));
  },
  async 'a month of a plan'(page) {
    await enterAs(page, 'plan@deeds.example');
    await page.goto(`${base}/dashboard/plan`);
    await button(page, 'Buy Business').waitFor();
    await picture(page, 'plans');
    await button(page, 'Buy Business').click();
    const wallet = page.getByRole('link', { name: 'Open in wallet' });
    const invoice = (await wallet.getAttribute('href')).replace('lightning:', '');
    await picture(page, 'bill');
    const paid = await fetch(`${base}/api/sandbox/pay`, {
      method: 'POST',
      headers: { 'x-api-key': given.sellerKey, 'content-type': 'application/json' },
      body: JSON.stringify({ invoice }),
    });
    await page.getByText('Paid. Thank you.').waitFor();
    await picture(page, 'plan-paid');
    await button(page, 'Done').click();
    await button(page, 'Another month of Business').waitFor();
    await picture(page, 'plan-after');
    return { paid: paid.status };
  },
});
