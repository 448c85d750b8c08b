import { Injectable } from '@nestjs/common';
import { SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import type { Tenant } from '@turnpike/l402';
import { TextRecords } from '@turnpike/outbound';
import { NotFound } from '@turnpike/problems';
import { ChangeProxy } from './change-proxy.js';
import { proxyBounds } from './proxy-bounds.js';
import { isProxyId } from './proxy-id.js';
import { HOST_PROOF_PREFIX, HOST_PROOF_WORD, type HostRow, proxyView } from './proxy-row.js';
import { ProxyRepository } from './proxy.repository.js';
import type { ProxyHostView } from './proxy.js';

/**
 * Looks whether the DNS of a proxy's host names holds what it is to hold, and lets those lead to it that do. That a name
 * points at the gateway proves nothing: another merchant's does, too.
 */
@Injectable()
export class CheckProxyHosts {
  constructor(
    private readonly repository: ProxyRepository,
    private readonly changing: ChangeProxy,
    private readonly records: TextRecords,
  ) {}

  /** All host names as they now are. Throws `NotFound`. */
  async run(tenant: Tenant, publicId: string, by: Author = SYSTEM): Promise<readonly ProxyHostView[]> {
    const row = isProxyId(publicId) ? await this.repository.find(tenant, publicId) : null;
    if (row === null) throw new NotFound('Proxy');
    const hosts = await this.repository.hostsOf([row.id]);
    const proven = (await Promise.all(hosts.map((one) => this.isProven(one)))).flatMap((one) => one);
    return this.changing.run(tenant, publicId, by, async (tx, held, at) => {
      for (const { host, proof } of proven) await this.repository.setProven(tx, held.row.id, host, proof, at);
      const result = proxyView(held.row, await this.repository.hostsHeld(tx, held.row.id)).hosts;
      const detail = { proven: proven.map(({ host }) => host) };
      return { result, action: 'proxy.check_hosts', detail };
    });
  }

  private async isProven(row: HostRow): Promise<HostRow[]> {
    if (row.provenAt !== null) return [];
    const name = HOST_PROOF_PREFIX + row.host;
    const found = await this.records.find(name, proxyBounds.hostProofMillis);
    return found.includes(HOST_PROOF_WORD + row.proof) ? [row] : [];
  }
}
