import { challengeFor, CREDENTIAL } from '../scripted-broker.fake.js';
import { l402, l402Of } from './express.js';
import { PaidServer } from './paid-server.fake.js';

let shop: PaidServer;

beforeEach(async () => {
  shop = await PaidServer.listen();
});

afterEach(() => shop.close());

describe('a paywall that a request meets twice', () => {
  it('asks once, and counts one use', async () => {
    const paywall = l402({ client: shop.broker, priceSats: 10 });
    shop.serve = (req, res) =>
      paywall(req, res, () => paywall(req, res, () => res.end(JSON.stringify(l402Of(req)?.paid))));
    expect((await shop.ask()).text).toBe('true');
    expect(shop.broker.verified).toHaveLength(1);
  });

  it('is not another paywall, which takes its own toll', async () => {
    const [one, other] = [10, 20].map((priceSats) => l402({ client: shop.broker, priceSats }));
    shop.serve = (req, res) => one?.(req, res, () => other?.(req, res, () => res.end()));
    await shop.ask();
    expect(shop.broker.verified.map(({ minAmountSats }) => minAmountSats)).toEqual([10, 20]);
  });
});

describe('an answer of the paywall', () => {
  it('has each challenge on a line of its own', async () => {
    shop.broker.mint = (args) => ({
      ...challengeFor(args),
      mppChallenge: 'Payment id="1", method="lightning"',
    });
    shop.sell((_req, res) => res.end());
    const lines = (await shop.ask({})).headers['www-authenticate'];
    expect(lines?.map((line) => line.split(' ')[0])).toEqual(['L402', 'Payment']);
  });

  it('leaves to the framework what somebody else has answered meanwhile', async () => {
    const paywall = l402({ client: shop.broker, priceSats: 10 });
    const told: unknown[] = [];
    const over = new Promise<void>((resolve) => {
      shop.serve = (req, res) => {
        paywall(req, res, (error) => {
          told.push(error);
          resolve();
        });
        res.writeHead(504).end();
      };
    });
    expect((await shop.ask({})).status).toBe(504);
    await over;
    expect(told).toEqual([expect.objectContaining({ code: 'ERR_HTTP_HEADERS_SENT' })]);
  });

  it('keeps what the application has set before: its origin, and its own Vary', async () => {
    const paywall = l402({ client: shop.broker, priceSats: 10 });
    shop.serve = (req, res) => {
      res.setHeader('Access-Control-Allow-Origin', 'https://a.example').setHeader('Vary', 'Origin');
      paywall(req, res, () => res.end());
    };
    const { status, headers } = await shop.ask({});
    expect([status, headers['access-control-allow-origin'], headers['vary']]).toEqual([
      402,
      ['https://a.example'],
      ['Origin, Authorization'],
    ]);
  });

  it('reads the second of two Authorization lines, which Node’s own list of headers leaves out', async () => {
    shop.sell((_req, res) => res.end());
    const lines = ['Host', 'a', 'Authorization', 'Bearer x', 'Authorization', CREDENTIAL.authorization];
    expect((await shop.ask(lines)).status).toBe(200);
  });
});
