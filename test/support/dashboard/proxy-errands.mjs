// Does what owners of a proxy come for, in a real browser, and writes what was sent and seen, by name, as JSON.
// Runs as a process of its own: node test/support/dashboard/proxy-errands.mjs '<JSON of base>'
import { join } from 'node:path';
import { beSomebodyElse, keepSent } from './sent-calls.mjs';
import { base, clickUntilTold, given, problem, walkAll } from './walk-all.mjs';

const { shots } = given;
const address = `${base}/dashboard/proxies/weather-a1b2`;
const button = (page, name) => page.getByRole('button', { name, exact: true });
const bodies = (sent) => sent.map(({ body }) => body);
const file = (text) => ({ name: 'openapi.json', mimeType: 'application/json', buffer: Buffer.from(text) });

await walkAll({
  async 'an upstream in a private network'(page) {
    const refusal = problem(400, 'address_refused', 'Not from here. List it in ADDRESS_ALLOW.', {
      field: 'targetBaseUrl',
    });
    const sent = await keepSent(page, 'POST', '/api/proxy/probe', [refusal]);
    await page.goto(`${base}/dashboard/proxies/new`);
    const field = page.getByLabel('Upstream address');
    await field.fill('https://10.0.0.4');
    await button(page, 'Look whether it answers').click();
    await page.getByText('List it in ADDRESS_ALLOW').waitFor();
    const invalid = await field.getAttribute('aria-invalid');
    await field.fill('https://api.example.com');
    const stillSaid = await page.getByText('List it in ADDRESS_ALLOW').isVisible();
    await keepSent(page, 'POST', '/api/proxy', [refusal]);
    await page.getByLabel('Name').fill('Inside');
    await button(page, 'Make the proxy').click();
    await page.getByText('List it in ADDRESS_ALLOW').waitFor();
    return { sent: bodies(sent), invalid, stillSaid };
  },
  async 'prices from a document'(page) {
    const sent = await keepSent(page, 'POST', '/api/proxy/weather-a1b2/manifest/import');
    await page.goto(`${address}?section=prices`);
    await button(page, 'Import OpenAPI').click();
    const input = page.getByLabel('Or a file from this device');
    await input.setInputFiles(file('openapi: 3.1.0'));
    await page.getByText('Convert YAML first').waitFor();
    await input.setInputFiles(file('{"paths":{}}'));
    await page.getByText('1 new, 1 changed, 1 left out').waitFor();
    const rows = await page.getByRole('table', { name: 'Operations' }).getByRole('row').allInnerTexts();
    if (shots !== undefined) await page.screenshot({ path: join(shots, 'import-preview.png') });
    await button(page, 'Import 2 prices').click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    return { sent: bodies(sent), rows: rows.map((row) => row.replace(/\s+/g, ' ')) };
  },
  async 'a header for the upstream'(page) {
    const sent = await keepSent(page, 'PUT', '/api/proxy/weather-a1b2');
    await page.goto(`${address}?section=upstream`);
    const value = page.getByRole('textbox', { name: 'Value' });
    const shown = await value.inputValue();
    await value.fill('Bearer hush');
    await clickUntilTold(button(page, 'Replace header'), 'The header is stored');
    await page.waitForFunction((field) => field.value === '', await value.elementHandle());
    const left = await value.inputValue();
    await button(page, 'Take it away').click();
    await clickUntilTold(button(page, 'Take header away'), 'The header is taken away.');
    return { sent: bodies(sent), shown, left };
  },
  async 'a host name of its own'(page) {
    const sent = await keepSent(page, 'PUT', '/api/proxy/weather-a1b2');
    const checked = await keepSent(page, 'POST', '/api/proxy/weather-a1b2/hosts/check');
    await page.goto(`${address}?section=public`);
    await button(page, 'Copy TXT value').waitFor();
    await page.getByRole('textbox', { name: 'Host name' }).fill('API.Weather.example');
    await clickUntilTold(button(page, 'Add host name'), 'Now set its DNS');
    await clickUntilTold(button(page, 'Check DNS now'), 'Not all records were found');
    return { sent: bodies(sent), checks: checked.length };
  },
  async 'a pause, and the end'(page) {
    const sent = await keepSent(page, 'PUT', '/api/proxy/weather-a1b2');
    const removed = await keepSent(page, 'DELETE', '/api/proxy/weather-a1b2');
    await page.goto(address);
    await button(page, 'Pause').click();
    await button(page, 'Actions for this proxy').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const before = removed.length;
    await button(page, 'Delete proxy').click();
    await page.getByRole('heading', { name: 'Proxies', exact: true }).waitFor();
    return { sent: bodies(sent), before, removed: removed.length };
  },
  async 'what the plan refuses'(page) {
    const refusal = problem(402, 'plan_proxy_limit', 'Your plan has one live proxy.');
    await keepSent(page, 'POST', '/api/proxy', [refusal]);
    await page.goto(`${base}/dashboard/proxies/new`);
    await page.getByLabel('Upstream address').fill('https://api.example.com');
    await page.getByLabel('Name').fill('Two');
    await button(page, 'Make the proxy').click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('link', { name: 'See what other plans allow' }).click();
    await page.getByRole('heading', { name: 'Usage & plan' }).waitFor();
    return { end: new URL(page.url()).pathname };
  },
  async 'looking only at a proxy'(page) {
    await beSomebodyElse(page, { role: 'read_only' });
    const deeds = [];
    const main = page.locator('main');
    for (const [section, heading] of [
      ['overview', 'Statistics'],
      ['prices', 'Default price'],
      ['upstream', 'What is let through'],
      ['public', 'Told in public'],
    ]) {
      await page.goto(`${address}?section=${section}`);
      await page.getByRole('heading', { name: heading }).waitFor();
      const names = await main.getByRole('button').allInnerTexts();
      deeds.push(...names.filter((name) => /save|add|remove|dns|store|pause|import|look|away/i.test(name)));
      for (const field of await main.getByRole('textbox').all())
        if (await field.isEditable()) deeds.push(await field.evaluate(({ name }) => name || 'unnamed'));
    }
    await page.goto(`${base}/dashboard/proxies/new`);
    await page.getByText('Your role only reads').waitFor();
    return { deeds };
  },
});
