import { Inject, Injectable } from '@nestjs/common';
import { SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import { ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';
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
import { type EndpointRow, ProxyRepository } from './proxy.repository.js';

/** What an import does to a price table, operation by operation; no more of them are told than the bound says. */
export interface ImportedEndpoints {
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
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
    @Inject(ENV) private readonly env: Env,
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
      const planned = this.plan(read, endpoints, row);
      for (const { outcome, endpointId, basePriceSats, why: _why, ...operation } of planned) {
        if (endpointId === null || basePriceSats === null) continue;
        const known = endpoints.find((one) => one.endpointId === endpointId);
        if (outcome === 'create')
          await EndpointRepository.insert(tx, row.id, { ...operation, endpointId, basePriceSats });
        else if (known !== undefined)
          await EndpointRepository.write(tx, known.id, { ...operation, basePriceSats });
      }
      const detail = countsOf(planned);
      const pricesMoved = detail.created + detail.updated > 0;
      return { result: toldOf(planned), action: 'proxy.import', detail, pricesMoved };
    });
  }

  /** What `run` would do, while nothing changes. Throws as it does. */
  async preview(tenant: Tenant, publicId: string, source: ImportSource): Promise<ImportedEndpoints> {
    const row = isProxyId(publicId) ? await this.repository.find(tenant, publicId) : null;
    if (row === null) throw new NotFound('Proxy');
    const read = await this.read(source);
    return toldOf(this.plan(read, await this.repository.endpointsOf(row.id), row));
  }

  private plan(
    read: ReadOperations,
    endpoints: readonly EndpointRow[],
    { defaultPriceSats }: { readonly defaultPriceSats: number },
  ): PlannedOperation[] {
    return planImport(read, endpoints, { defaultPriceSats, priceSatsMax: this.env.priceSatsMax });
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

function toldOf(planned: readonly PlannedOperation[]): ImportedEndpoints {
  return { ...countsOf(planned), operations: planned.slice(0, proxyBounds.importToldMax) };
}

function countsOf(planned: readonly PlannedOperation[]): {
  created: number;
  updated: number;
  skipped: number;
} {
  const count = (outcome: PlannedOperation['outcome']): number =>
    planned.filter((one) => one.outcome === outcome).length;
  return { created: count('create'), updated: count('update'), skipped: count('skip') };
}
