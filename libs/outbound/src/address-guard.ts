import { isIP, type BlockList, type LookupFunction } from 'node:net';
import { addressList, isListed, isPublic } from './address-ranges.js';
import { isRefusedPort } from './refused-ports.js';
import { dnsResolver, resolveLocally, type Resolver } from './resolve-name.js';

/** Why an address may not be called. */
export type Refusal = 'scheme' | 'credentials' | 'literal' | 'port' | 'range';

/** An address that a merchant gave leads where he must not point us. Nothing was sent. */
export class AddressRefusedError extends Error {
  readonly code = 'ERR_ADDRESS_REFUSED';

  constructor(readonly refusal: Refusal) {
    super(`the address is refused: ${refusal}`);
    this.name = 'AddressRefusedError';
  }
}

/** The protocols that carry a secret safely, and those that do only on hosts that the operator lists. */
const SAFE = ['https:', 'wss:'];
const PLAIN = ['http:', 'ws:'];
const WEB_PORTS: ReadonlySet<number> = new Set([80, 443]);

/**
 * Decides which of the addresses that merchants supply may be called: names only, on ports that are no database's, that
 * lead to the public internet. What the operator lists, addresses, networks or names, may be called whatever it is. The
 * name is judged by what it resolves to when the socket connects, so that it cannot lead elsewhere afterwards; names that
 * are not listed are looked up by DNS alone, not in the hosts file.
 */
export class AddressGuard {
  private readonly networks: BlockList;
  private readonly names: ReadonlySet<string>;

  /** `allowed`: IP addresses, networks such as `10.0.0.0/8`, and host names in lower case. */
  constructor(
    allowed: readonly string[],
    private readonly resolver: Resolver = dnsResolver(),
  ) {
    const isNetwork = (entry: string): boolean => isIP(entry.split('/')[0] ?? '') !== 0;
    this.networks = addressList(allowed.filter(isNetwork));
    this.names = new Set(allowed.filter((entry) => !isNetwork(entry)));
  }

  /**
   * Throws `AddressRefusedError` for a URL that can be refused by its looks. Says nothing about where its name leads. To be
   * called before every socket, since literals need no look-up.
   */
  checkUrl(url: URL): void {
    const host = hostOf(url);
    if (url.username !== '' || url.password !== '') throw new AddressRefusedError('credentials');
    const schemes = this.isAllowedHost(host) ? [...SAFE, ...PLAIN] : SAFE;
    if (!schemes.includes(url.protocol)) throw new AddressRefusedError('scheme');
    this.checkTarget(host, portOf(url));
  }

  /**
   * As `checkUrl`, for what passes requests of others on: plain http too, and no port but the web's two, unless the operator
   * lists the host.
   */
  checkUpstream(url: URL): void {
    const host = hostOf(url);
    if (url.username !== '' || url.password !== '') throw new AddressRefusedError('credentials');
    if (!/^(?:https?|wss?):$/.test(url.protocol)) throw new AddressRefusedError('scheme');
    if (this.isAllowedHost(host)) return;
    this.checkTarget(host, portOf(url));
    if (!WEB_PORTS.has(portOf(url))) throw new AddressRefusedError('port');
  }

  private checkTarget(host: string, port: number): void {
    if (this.isAllowedHost(host)) return;
    if (isIP(host) !== 0 || isNumeric(host)) throw new AddressRefusedError('literal');
    if (isRefusedPort(port)) throw new AddressRefusedError('port');
  }

  /** Resolves a name for a socket; fails with `AddressRefusedError` if any of its addresses is refused. */
  readonly lookup: LookupFunction = (hostname, options, done) => {
    const resolve = this.names.has(hostname.toLowerCase()) ? resolveLocally : this.resolver;
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '', 0);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => this.mayLeadTo(hostname, address)))
        return done(new AddressRefusedError('range'), '', 0);
      if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };

  private mayLeadTo(hostname: string, address: string): boolean {
    return this.names.has(hostname.toLowerCase()) || isListed(this.networks, address) || isPublic(address);
  }

  private isAllowedHost(host: string): boolean {
    return isIP(host) === 0 ? this.names.has(host) : isListed(this.networks, host);
  }
}

function hostOf(url: URL): string {
  const host = url.hostname.toLowerCase();
  return host.startsWith('[') ? host.slice(1, -1) : host.replace(/\.$/, '');
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return SAFE.includes(url.protocol) ? 443 : 80;
}

/** Forms such as `2130706433` or `0x7f.1` that some resolvers take for an address. */
function isNumeric(host: string): boolean {
  return /^(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+))*$/i.test(host);
}
