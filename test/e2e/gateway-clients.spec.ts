import { parseChallenges } from '@turnpike/http402';
import { GatewayScene, type SceneProxy } from '../support/gateway-scene.js';
import { attenuated } from '../support/hand-made-tokens.js';
import { head, sendRaw } from '../support/raw-http.js';

let scene: GatewayScene;
let proxy: SceneProxy;
let path: string;

beforeAll(async () => {
  scene = await GatewayScene.open();
  proxy = await scene.proxy();
  path = `${proxy.path}/a`;
});

afterAll(() => scene.close());

async function bought(): Promise<{ macaroon: string; preimage: string; authorization: string }> {
  const authorization = await scene.buy(path);
  const [, macaroon = '', preimage = ''] = /^L402 ([^:]*):(.*)$/.exec(authorization) ?? [];
  return { macaroon, preimage, authorization };
}

describe('what published clients of paid APIs rely on, at the gateway', () => {
  it('402: header lines exactly as promised, and they read the same joined to one', async () => {
    const { status, lines } = await sendRaw(scene.gateway.localUrl, head(`GET ${path}`));
    expect(status).toBe(402);
    const challenges = lines.filter(([name]) => /^www-authenticate$/i.test(name)).map(([, value]) => value);
    expect(challenges[0]).toMatch(
      /^L402 macaroon="([A-Za-z0-9+/]+={0,2})", invoice="(lnbcrt100n1[a-z0-9]+)", token="\1", version="0"$/,
    );
    for (const more of challenges.slice(1)) expect(more).toMatch(/^Payment id="/);
    const schemes = (text: string) => parseChallenges(text).map(({ scheme }) => scheme);
    expect(schemes(challenges.join(', '))).toEqual(challenges.flatMap(schemes));
    expect(lines).toEqual(
      expect.arrayContaining([
        ['Cache-Control', 'no-store'],
        ['Vary', 'Authorization'],
        ['Content-Type', 'application/problem+json'],
      ]),
    );
  });

  it('macaroon without quote, comma, colon or blank; invoice with its amount in the human-readable part', async () => {
    const { body } = await scene.call(path);
    const { macaroon, invoice } = body['l402'] as Record<string, string>;
    expect(macaroon).toMatch(/^[^",:\s]+$/);
    expect(invoice).toMatch(/^lnbcrt100n1/);
  });

  it('payers send all forms of a credential, with a caveat such as `preimage=` added too', async () => {
    const { macaroon, preimage, authorization } = await bought();
    const withPreimage = attenuated(macaroon, `preimage=${preimage}`);
    const hex = Buffer.from(withPreimage, 'base64').toString('hex');
    const both = Buffer.from(macaroon, 'base64').toString('base64url');
    const forms: [string, string][] = [
      ['Authorization', authorization],
      ['Authorization', `LSAT ${macaroon}:${preimage}`],
      ['Authorization', `lsat  ${both} : ${preimage.toUpperCase()} `],
      ['Authorization', `L402 ${withPreimage}:${preimage}`],
      ['Authorization', `L402 ${withPreimage},${macaroon}:${preimage}`],
      ['X-L402-Authorization', authorization],
      ['Grpc-Metadata-Macaroon', hex],
      ['Macaroon', hex],
    ];
    for (const [name, value] of forms) {
      const reply = await sendRaw(scene.gateway.localUrl, head(`GET ${path}`, `${name}: ${value}`));
      expect([name, value, reply.status]).toEqual([name, value, 200]);
    }
    const lines = ['Authorization: Basic dTpw', `Authorization: ${authorization}`];
    expect((await sendRaw(scene.gateway.localUrl, head(`GET ${path}`, ...lines))).status).toBe(200);
    const joined = `Authorization: Bearer x, ${authorization}`;
    expect((await sendRaw(scene.gateway.localUrl, head(`GET ${path}`, joined))).status).toBe(200);
  });

  it('auto-paying clients replay cached tokens on sibling paths and buy again only on 402', async () => {
    const { authorization } = await bought();
    const sibling = await scene.call(`${path}/sibling`, { authorization });
    expect([sibling.status, sibling.body['reason']]).toEqual([402, 'wrong_resource']);
    expect(sibling.headers.get('www-authenticate')).toMatch(/^L402 macaroon="/);
    scene.shop.api.clock.advanceSeconds(3_600);
    const late = await scene.call(path, { authorization });
    expect([late.status, late.body['reason']]).toEqual([402, 'expired']);
    expect(late.headers.get('www-authenticate')).toMatch(/^L402 macaroon="/);
  });

  it('creating proxies and endpoints answers 201; `{proxyId}` arrives percent-encoded as one segment', async () => {
    const made = await scene.shop.post('/api/proxy', {
      ...{ name: 'Another', targetBaseUrl: scene.upstream.url, defaultPriceSats: 10 },
    });
    expect(made.status).toBe(201);
    const proxyId = String(made.body['proxyId']);
    const encoded = [...Buffer.from(proxyId)].map((byte) => `%${byte.toString(16)}`).join('');
    const endpoint = { endpointId: 'e', path: '/e', httpMethod: 'GET', basePriceSats: 3 };
    const added = await scene.shop.post(`/api/proxy/${encoded}/manifest/endpoints`, endpoint);
    expect(added.status).toBe(201);
    const shown = await scene.shop.get(`/api/proxy/${encoded}`);
    expect([shown.status, shown.body['proxyId']]).toEqual([200, proxyId]);
    const { status, body } = await scene.call(`/l402/proxy/${encoded}/e`);
    expect([status, (body['l402'] as Record<string, unknown>)['amount_sats']]).toEqual([402, 3]);
  });
});
