import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { L402Server } from '@turnpike/server-sdk';
import { l402 } from '@turnpike/middleware/express';
import express from 'express';

import { BROWSER_HOOK_MILLIS, describeInBrowser, inBrowser } from '../support/dashboard/browser.js';
import { SandboxShop } from '../support/sandbox-shop.js';

describeInBrowser(
  'somebody who opens what is sold, in a browser (left out where there is no Chromium)',
  () => {
    let broker: SandboxShop;
    let server: Server;
    let seen: Readonly<Record<string, unknown>>;

    beforeAll(async () => {
      broker = await SandboxShop.open();
      // The browser’s clock says when an invoice is over.
      broker.api.clock.set(new Date());
      const client = new L402Server({ apiKey: broker.key, baseUrl: broker.api.baseUrl });
      const app = express();
      app.get('/favicon.ico', (_req, res) => res.sendStatus(204));
      // There is no worker here that looks payments up, so whoever pays tells.
      let status = 'unpaid';
      app.post('/told', (_req, res) => res.json({ status: (status = 'paid') }));
      app.get('/status/:hash', (_req, res) => res.json({ status }));
      app.use('/cheap', l402({ client, priceSats: 5, payPage: { statusUrl: (hash) => `/status/${hash}` } }));
      app.get('/cheap/text', (_req, res) => res.type('text').send('sunny'));
      app.get('/cheap/html', (_req, res) => res.send('<h1>Sunny</h1><script>alert(1)</script>'));
      let asked = 0;
      app.get('/cheap/late', (_req, res) => {
        asked += 1;
        if (asked === 1) res.status(503).type('text').send('too early');
        else res.type('text').send('at last');
      });
      server = app.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const input = { shop: `http://127.0.0.1:${String(port)}`, broker: broker.api.baseUrl, key: broker.key };
      seen = await inBrowser('pay-page', input);
    }, BROWSER_HOOK_MILLIS);

    afterAll(async () => {
      server.close();
      await broker.close();
    });

    it('pays with any wallet, pastes the preimage and sees what was bought, within the policy of the page', () => {
      expect(seen['byHand']).toEqual({ status: 402, shown: 'sunny', wide: false, complaints: [] });
    });

    it('pays with the wallet of the browser and sees a page that runs nothing', () => {
      const complaints = [expect.stringMatching(/sandboxed|script/i)];
      expect(seen['byWallet']).toEqual({ shown: 'Sunny', complaints });
    });

    it('asks again for what it has paid for, without paying again, where the seller fails', () => {
      expect(seen['late']).toEqual({ shown: 'at last', complaints: [] });
    });
  },
);
