import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { installedRuntime } from '../../runtimes/installed-runtimes.js';
import { freePort } from '../free-port.js';
import { InstanceProcess } from '../instance-process.js';
import { installPackedLibs, type PackedProject } from '../packed-libs.js';
import { temporaryDirectory } from '../temporary-directory.js';
import { UpstreamServer } from '../upstream-server.js';

const ADMIN_API_KEY = 'operator-of-the-guides';

/** What a seller before Turnpike serves. */
export const OLD_SELLER_SAYS = 'served by who sold it\n';

/** What the guides speak of: a broker as `npm start` starts it, the packages, somebody's API, and a seller from before. */
export class GuideScene {
  /** The ids of proxies of the API, by how the guides write them. */
  private readonly proxyIds = new Map<string, string>();
  /** The test key of somebody else, who sold before. */
  private oldKey = '';

  private constructor(
    private readonly folder: Awaited<ReturnType<typeof temporaryDirectory>>,
    private readonly instance: InstanceProcess,
    readonly baseUrl: string,
    readonly testKey: string,
    readonly packed: PackedProject,
    private readonly api: UpstreamServer,
    readonly oldSeller: UpstreamServer,
    private readonly emptyPort: number,
  ) {}

  /** Opens one. */
  static async open(): Promise<GuideScene> {
    const folder = await temporaryDirectory();
    const dataDir = path.join(folder.path, 'data');
    const limits = { RATE_LIMIT_WRITE: '0', RATE_LIMIT_PUBLIC: '0', RATE_LIMIT_GATEWAY: '0' };
    const instance = new InstanceProcess(dataDir, { ADDRESS_ALLOW: '127.0.0.1', ADMIN_API_KEY, ...limits });
    const servers = Promise.all([UpstreamServer.start(), UpstreamServer.start(), freePort()]);
    const [baseUrl, packed, [api, old, port]] = await Promise.all([
      instance.ready(),
      installPackedLibs(),
      servers,
    ]);
    await packed.borrow('@nestjs/common');
    api.respond = (_request, response) => response.end('sunny\n');
    old.respond = (_request, response) => response.end(OLD_SELLER_SAYS);
    const { testApiKey } = JSON.parse(await readFile(path.join(dataDir, 'first-run.json'), 'utf8')) as {
      testApiKey: string;
    };
    const scene = new GuideScene(folder, instance, baseUrl, testApiKey, packed, api, old, port);
    for (const written of ['weather-a1b2', 'weather-c3d4', 'weather-t7r3'])
      scene.proxyIds.set(written, await scene.makeProxy());
    await scene.publish(scene.proxyIds.get('weather-t7r3') ?? '');
    await scene.paidOffer(testApiKey);
    const other = { name: 'Before', email: 'before@example.com' };
    const made = await scene.call('POST', '/api/admin/merchants', other, ADMIN_API_KEY);
    scene.oldKey = String(made['testApiKey']);
    return scene;
  }

  /** Where the instance keeps what it has. */
  get dataDir(): string {
    return path.join(this.folder.path, 'data');
  }

  /** What a reader's shell has. */
  get env(): Record<string, string> {
    const runtimes = (['bun', 'deno'] as const).map((name) => path.dirname(installedRuntime(name) ?? '/'));
    const PATH = [path.dirname(process.execPath), ...runtimes, process.env['PATH'] ?? ''].join(':');
    const home = { HOME: process.env['HOME'] ?? this.folder.path, XDG_DATA_HOME: this.folder.path };
    const keys = { TURNPIKE_KEY: this.testKey, LIGHTNING_ENABLE_API_KEY: this.oldKey };
    return { PATH, ...home, TURNPIKE_URL: this.baseUrl, ...keys };
  }

  /** A block with what a reader puts in: addresses, the key, the ids that an answer gave. */
  filledIn(text: string, port: number): string {
    const places: [written: string | RegExp, put: string][] = [
      ['http://127.0.0.1:4020', this.baseUrl],
      ['https://pay.example.com', this.baseUrl],
      ['https://api.lightningenable.com', this.baseUrl],
      ['https://api.example.com', this.api.url],
      ['127.0.0.1:8081', new URL(this.oldSeller.url).host],
      ...this.proxyIds,
      [/tp_(?:test|live)_…/g, this.testKey],
      [/\b3000\b/g, String(port)],
      [/\b3001\b/g, String(this.emptyPort)],
      // Who configures nginx alone has an API behind it; a block that has one of its own keeps it there.
      [
        /127\.0\.0\.1:8080/g,
        /listen 127\.0\.0\.1:8080/.test(text) ? this.emptyHost : new URL(this.api.url).host,
      ],
    ];
    return places.reduce((filled, [written, put]) => filled.replaceAll(written, put), text);
  }

  /** One call of the API, with the test key unless another is given. */
  async call(
    method: string,
    target: string,
    body?: object,
    key = this.testKey,
  ): Promise<Record<string, unknown>> {
    const headers = { 'X-API-Key': key, 'Content-Type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(this.baseUrl + target, { method, headers, ...sent });
    if (!answer.ok) throw new Error(`${target} answered ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  }

  /** What a payer of whoever has the key holds, who has used it once. */
  async paidOffer(key = this.oldKey): Promise<{ readonly macaroon: string; readonly preimage: string }> {
    const sold = { resource: '/forecast', priceSats: 25 };
    const offer = await this.call('POST', '/api/l402/challenges', sold, key);
    const paid = await this.call('POST', '/api/sandbox/pay', offer, key);
    await this.call('POST', '/api/l402/challenges/verify', { ...offer, ...paid }, key);
    return { macaroon: String(offer['macaroon']), preimage: String(paid['preimage']) };
  }

  /** Undoes what a guide sets for all that comes after it. */
  async restore(): Promise<void> {
    const settings = { strictVerify: false, settlementPolicy: 'preimage', tokenValiditySeconds: 3600 };
    await this.call('PATCH', '/api/merchant/settings', settings);
  }

  /** Ends everything. */
  async close(): Promise<void> {
    await Promise.all([this.instance.stop(), this.api.stop(), this.oldSeller.stop()]);
    await this.packed.remove();
    await this.folder.remove();
  }

  private get emptyHost(): string {
    return `127.0.0.1:${String(this.emptyPort)}`;
  }

  private async makeProxy(): Promise<string> {
    const terms = { name: 'Weather', targetBaseUrl: this.api.url, defaultPriceSats: 25 };
    return String((await this.call('POST', '/api/proxy', terms))['proxyId']);
  }

  /** Has a proxy tell what it sells. */
  private async publish(proxyId: string): Promise<void> {
    const endpoint = { endpointId: 'forecast', path: '/forecast', httpMethod: 'GET', basePriceSats: 25 };
    await this.call('POST', `/api/proxy/${proxyId}/manifest/endpoints`, endpoint);
    await this.call('PUT', `/api/proxy/${proxyId}/manifest/settings`, { manifestEnabled: true });
  }
}
