import { listenAsGateway, type ListeningGateway } from '../../apps/gateway/src/bootstrap.js';
import type { HttpReply } from './listening-api.js';
import { SandboxShop } from './sandbox-shop.js';
import { UpstreamServer } from './upstream-server.js';

/** A proxy of the scene's merchant. */
export interface SceneProxy {
  readonly proxyId: string;
  /** Where it is managed. */
  readonly api: string;
  /** Where payers find it. */
  readonly path: string;
}

/** A merchant with an upstream, an API to manage it, and a gateway of its own process's making before it. */
export class GatewayScene {
  private constructor(
    readonly shop: SandboxShop,
    readonly gateway: ListeningGateway,
    readonly upstream: UpstreamServer,
  ) {}

  /** Opens one, without rate limits; `more` adds variables or replaces them. */
  static async open(more: Record<string, string> = {}): Promise<GatewayScene> {
    const upstream = await UpstreamServer.start();
    const variables = { ADDRESS_ALLOW: '127.0.0.1', RATE_LIMIT_GATEWAY: '0', ...more };
    const shop = await SandboxShop.open(variables);
    const env = Object.freeze({ ...shop.api.env, port: 0 });
    const gateway = await listenAsGateway({ env, clock: shop.api.clock });
    return new GatewayScene(shop, gateway, upstream);
  }

  /** Makes a proxy of the upstream, 10 sats a request. */
  async proxy(wish: object = {}, key = this.shop.key): Promise<SceneProxy> {
    const terms = { name: 'An API', targetBaseUrl: this.upstream.url, defaultPriceSats: 10, ...wish };
    const { status, body } = await this.shop.post('/api/proxy', terms, {}, key);
    if (status !== 201) throw new Error(`no proxy was made: ${JSON.stringify(body)}`);
    const proxyId = String(body['proxyId']);
    return { proxyId, api: `/api/proxy/${proxyId}`, path: `/l402/proxy/${proxyId}` };
  }

  /** Adds an endpoint to a proxy. */
  async endpoint(proxy: SceneProxy, terms: object): Promise<void> {
    const wish = { endpointId: 'one', path: '/one', httpMethod: 'GET', basePriceSats: 10, ...terms };
    const { status, body } = await this.shop.post(`${proxy.api}/manifest/endpoints`, wish);
    if (status !== 201) throw new Error(`no endpoint was made: ${JSON.stringify(body)}`);
  }

  /** One request to the gateway. Redirects are shown. */
  async call(
    path: string,
    headers: Record<string, string> = {},
    init: Omit<RequestInit, 'headers'> = {},
  ): Promise<HttpReply> {
    const url = this.gateway.localUrl + path;
    const answer = await fetch(url, { redirect: 'manual', ...init, headers });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '') && text !== '';
    const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : { text };
    return { status: answer.status, headers: answer.headers, text, body };
  }

  /** Pays what a request costs; the header that opens it from then on. */
  async buy(path: string, init: Omit<RequestInit, 'headers'> = {}, key = this.shop.key): Promise<string> {
    const { status, body, text } = await this.call(path, {}, init);
    if (status !== 402) throw new Error(`no payment was asked for: ${text}`);
    const { invoice, macaroon } = body['l402'] as Record<string, string>;
    const paid = await this.shop.pay(String(invoice), {}, key);
    return `L402 ${String(macaroon)}:${String(paid.body['preimage'])}`;
  }

  /** The states of all uses of what a header opens, oldest first. */
  async uses(authorization: string): Promise<string[]> {
    const { rows } = await this.shop.pool.query<{ state: number }>({
      text: `SELECT u.state FROM challenge_use u JOIN challenge c ON c.key = u.key
             WHERE c.payment_hash = sha256(decode($1, 'hex')) ORDER BY u.seq`,
      values: [authorization.split(':').at(-1)],
    });
    return rows.map(({ state }) => ['reserved', 'committed', 'released'][state] ?? 'unknown');
  }

  /** Resolves when the uses of what a header opens are in these states. */
  async untilUses(authorization: string, ...states: readonly string[]): Promise<void> {
    while (JSON.stringify(await this.uses(authorization)) !== JSON.stringify(states))
      await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Ends everything. */
  async close(): Promise<void> {
    await this.gateway.close();
    await this.shop.close();
    await this.upstream.stop();
  }
}
