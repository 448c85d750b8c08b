import { Injectable } from '@nestjs/common';
import { SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import type { Tenant } from '@turnpike/l402';
import { AddressGuard, OutboundFailure, OutboundHttp } from '@turnpike/outbound';
import { AddressRefused, NotFound, ValidationFailed } from '@turnpike/problems';
import { ChangeProxy } from './change-proxy.js';
import { CheckUpstream } from './check-upstream.js';
import { EndpointRepository } from './endpoint.repository.js';
import { type ReadOperations, readOperations } from './openapi-operations.js';
import { type PlannedOperation, planImport } from './plan-import.js';
import { proxyBounds } from './proxy-bounds.js';
import { isProxyId } from './proxy-id.js';
import { ProxyRepository } from './proxy.repository.js';

/** What an import has done to a price table. */
export interface ImportedEndpoints {
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
}

/** What an import would do, operation by operation; no more of them are told than the bound says. */
export interface ImportPreview extends ImportedEndpoints {
  readonly operations: readonly PlannedOperation[];
}

/** Where the document is, or the document itself. */
export type ImportSource = { readonly url: string } | { readonly document: unknown };

/** Makes endpoints of the operations of an OpenAPI document, and changes those of the same id. */
@Injectable()
export class ImportOpenApi {
  constructor(
    private readonly repository: ProxyRepository,
    private readonly changing: ChangeProxy,
    private readonly address: CheckUpstream,
    private readonly guard: AddressGuard,
  ) {}

  /** Throws `NotFound`, `AddressRefused`, and `ValidationFailed` for what cannot be fetched or is no such document. */
  async run(
    tenant: Tenant,
    publicId: string,
    source: ImportSource,
    by: Author = SYSTEM,
  ): Promise<ImportedEndpoints> {
    const read = await this.read(source);
    return this.changing.run(tenant, publicId, by, async (tx, { row, endpoints }) => {
      const planned = planImport(read, endpoints, row.defaultPriceSats);
      for (const { outcome, endpointId, basePriceSats, why: _why, ...operation } of planned) {
        if (endpointId === null || basePriceSats === null) continue;
        const known = endpoints.find((one) => one.endpointId === endpointId);
        if (outcome === 'create')
          await EndpointRepository.insert(tx, row.id, { ...operation, endpointId, basePriceSats });
        else if (known !== undefined)
          await EndpointRepository.write(tx, known.id, { ...operation, basePriceSats });
      }
      const result = countsOf(planned);
      const pricesMoved = result.created + result.updated > 0;
      return { result, action: 'proxy.import', detail: { ...result }, pricesMoved };
    });
  }

  /** What `run` would do, while nothing changes. Throws as it does. */
  async preview(tenant: Tenant, publicId: string, source: ImportSource): Promise<ImportPreview> {
    const row = isProxyId(publicId) ? await this.repository.find(tenant, publicId) : null;
    if (row === null) throw new NotFound('Proxy');
    const read = await this.read(source);
    const planned = planImport(read, await this.repository.endpointsOf(row.id), row.defaultPriceSats);
    return { ...countsOf(planned), operations: planned.slice(0, proxyBounds.importToldMax) };
  }

  private async read(source: ImportSource): Promise<ReadOperations> {
    const member = 'url' in source ? 'url' : 'document';
    const read = readOperations('url' in source ? await this.download(source.url) : source.document);
    if (read !== null) return read;
    throw new ValidationFailed({ [member]: [`${member} must be an OpenAPI document in JSON`] });
  }

  private async download(text: string): Promise<unknown> {
    const url = new URL(this.checkedAddress(text));
    const client = new OutboundHttp({ base: new URL(url.origin), guard: this.guard, socketsMax: 1 });
    try {
      const { status, body } = await client.send({
        method: 'GET',
        path: url.pathname + url.search,
        signal: AbortSignal.timeout(proxyBounds.importMillis),
        bytesMax: proxyBounds.importBytesMax,
      });
      if (status !== 200) throw new ValidationFailed({ url: [`url answered ${String(status)}, not 200`] });
      return parsed(body);
    } catch (error) {
      if (!(error instanceof OutboundFailure)) throw error;
      if (error.kind === 'refused') throw new AddressRefused('url');
      const why = error.kind === 'too-large' ? 'answered more than 4 MiB' : 'could not be read';
      throw new ValidationFailed({ url: [`url ${why}`] });
    } finally {
      await client.close();
    }
  }

  /** A document may have a query, an upstream not. */
  private checkedAddress(text: string): string {
    const wrong = new ValidationFailed({ url: ['url must be an https address'] });
    if (!URL.canParse(text)) throw wrong;
    const url = new URL(text);
    url.hash = '';
    const plain = new URL(url);
    plain.search = '';
    this.address.run(plain.href, 'url');
    // The client calls https alone, unless the operator lists the host.
    this.address.requireSafeFor(plain.href, 'url');
    return url.href;
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}

function countsOf(planned: readonly PlannedOperation[]): ImportedEndpoints {
  const count = (outcome: PlannedOperation['outcome']): number =>
    planned.filter((one) => one.outcome === outcome).length;
  return { created: count('create'), updated: count('update'), skipped: count('skip') };
}
