import { createHash } from 'node:crypto';
import { Script } from 'node:vm';

import { create } from 'qrcode';

import { factsOf } from '../scripted-broker.fake.js';
import { invoiceQr } from './invoice-qr.js';
import { PAGE_SCRIPT, PAGE_SCRIPT_SHA256 } from './page-script.js';
import { PAGE_STYLE, PAGE_STYLE_SHA256 } from './page-style.js';
import { payPage, wantsPage } from './pay-page.js';

const challenge = {
  macaroon: 'AgEL',
  invoice: `lnbcrt100n1${'q'.repeat(300)}`,
  amountSats: 10,
  paymentHash: 'ab'.repeat(32),
  expiresAt: '2029-12-31T23:10:00Z',
  resource: '/a"><script>alert(1)</script>',
};

const digest = (text: string) => createHash('sha256').update(text).digest('base64');

describe('the pay page', () => {
  it('names in its policy the digests of the very script and style that it holds', () => {
    const { headers, body } = payPage(challenge, null);
    const [[name, policy]] = headers as [[string, string]];
    expect(name).toBe('Content-Security-Policy');
    expect([PAGE_SCRIPT_SHA256, PAGE_STYLE_SHA256]).toEqual([digest(PAGE_SCRIPT), digest(PAGE_STYLE)]);
    expect(/<script>([\s\S]*)<\/script>/.exec(body)?.[1]).toBe(PAGE_SCRIPT);
    expect(/<style>([\s\S]*)<\/style>/.exec(body)?.[1]).toBe(PAGE_STYLE);
    expect(policy).toContain(`script-src 'sha256-${PAGE_SCRIPT_SHA256}'`);
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  it('gives no element a name that a script would take for a wallet of the browser', () => {
    expect(payPage(challenge, null).body).not.toMatch(/id="(?:webln|name|status)"/);
  });

  it('holds a script that can be read', () => {
    expect(() => new Script(PAGE_SCRIPT)).not.toThrow();
  });

  it('writes nothing of others into its markup, and loads nothing', () => {
    const told = '<img src=x onerror=alert(1)>';
    const { body } = payPage(challenge, told, { title: '"><b>', statusUrl: (hash) => `/paid/${hash}?"><i>` });
    const without = body.replace(PAGE_SCRIPT, '').replace(PAGE_STYLE, '');
    expect(without).not.toMatch(/<script>alert|<(?:img|link|script \w)|"><b>|"><i>/);
    expect(without).toContain(`data-status="/paid/${challenge.paymentHash}?&quot;&gt;&lt;i&gt;"`);
    expect(without.match(/https?:\/\//g)).toBeNull();
  });

  it('says of an invoice that only the sandbox pays that it is one, and how; of another nothing', () => {
    const [test, live] = ['lnbcrt', 'lnbc'].map((prefix) => {
      const invoice = challenge.invoice.replace('lnbcrt', prefix);
      return payPage({ ...challenge, invoice }, null).body.replace(PAGE_SCRIPT, '');
    });
    expect(test).toContain('No real wallet can pay this invoice');
    expect(test).toContain(`$TURNPIKE_URL/api/sandbox/pay -H &quot;X-API-Key: $TURNPIKE_KEY&quot;`);
    expect(test).toMatch(/No real wallet[^]*TURNPIKE_KEY<\/code> set[^]*<svg/);
    expect(test).not.toMatch(/Open a wallet|your wallet shows/);
    expect(live).toMatch(/Open a wallet[^]*your wallet shows/);
    expect(live).not.toMatch(/sandbox|Test mode/);
  });

  it('may ask the address of the status, and no other', () => {
    const connect = (url: string) => {
      const { headers } = payPage(challenge, null, { statusUrl: () => url });
      return /connect-src ([^;]*)/.exec(headers[0]?.[1] ?? '')?.[1];
    };
    expect(connect('https://status.example/x?y')).toBe("'self' https://status.example");
    expect(connect('/status')).toBe("'self'");
    expect(connect("https://a.example; script-src 'unsafe-inline'")).toBe("'self' https://a.example");
  });

  it('shows the invoice as the QR code that it is', () => {
    const svg = invoiceQr(challenge.invoice);
    const { modules } = create(`LIGHTNING:${challenge.invoice.toUpperCase()}`, { errorCorrectionLevel: 'L' });
    const dark = new Set<string>();
    for (const [, x, y, width] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
      for (let at = 0; at < Number(width); at += 1) dark.add(`${String(Number(x) + at)},${String(y)}`);
    }
    const wrong: string[] = [];
    for (let row = 0; row < modules.size; row += 1) {
      for (let column = 0; column < modules.size; column += 1) {
        const cell = `${String(column)},${String(row)}`;
        if (dark.has(cell) !== Boolean(modules.get(row, column))) wrong.push(cell);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('whoever gets a page', () => {
  it.each([
    [
      'a browser that opens an address',
      { accept: 'text/html,*/*', 'sec-fetch-mode': 'navigate' },
      'GET',
      true,
    ],
    ['an older browser', { accept: 'text/html,application/xml;q=0.9' }, 'GET', true],
    ['who asks for the head alone of what a browser opens', { accept: 'text/html' }, 'HEAD', true],
    ['who takes JSON rather', { accept: 'application/json, text/html;q=0.9' }, 'GET', false],
    ['who takes both alike', { accept: 'text/html, application/problem+json' }, 'GET', false],
    ['who takes a page rather', { accept: 'application/json;q=0.5, text/html;q=0.8' }, 'GET', true],
    ['who refuses pages', { accept: 'text/html;q=0, */*' }, 'GET', false],
    ['a script of a page', { accept: 'text/html', 'sec-fetch-mode': 'cors' }, 'GET', false],
    ['a program', { accept: '*/*' }, 'GET', false],
    ['a program that says nothing', {}, 'GET', false],
    ['a form', { accept: 'text/html', 'sec-fetch-mode': 'navigate' }, 'POST', false],
  ])('%s: %p', (_who, headers: Record<string, string>, method, expected) => {
    expect(wantsPage(factsOf({ method, headers }))).toBe(expected);
  });
});
