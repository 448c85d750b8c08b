import { Inject, Injectable } from '@nestjs/common';
import { SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import { ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import type { Tenant } from '@turnpike/l402';
import { AddressGuard, OutboundFailure, OutboundHttp } from '@turnpike/outbound';
import { AddressRefused, ValidationFailed } from '@turnpike/problems';
import { ChangeProxy } from './change-proxy.js';
import { CheckUpstream } from './check-upstream.js';
import { EndpointRepository } from './endpoint.repository.js';
import { readOperations, type SkippedOperation } from './openapi-operations.js';
import { proxyBounds } from './proxy-bounds.js';

/** What an import has done to a price table. */
export interface ImportedEndpoints {
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  /** The first of those that were not taken up. */
  readonly skippedOperations: readonly SkippedOperation[];
}

/** Where the document is, or the document itself. */
export type ImportSource = { readonly url: string } | { readonly document: unknown };

/**
 * Makes endpoints of the operations of an OpenAPI document, and changes those of the same id. Where the document names no
 * price, new ones cost the proxy's default and others keep theirs; one beyond the highest price is not taken up.
 */
@Injectable()
export class ImportOpenApi {
  constructor(
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
    const member = 'url' in source ? 'url' : 'document';
    const document = 'url' in source ? await this.download(source.url) : source.document;
    const read = readOperations(document);
    if (read === null)
      throw new ValidationFailed({ [member]: [`${member} must be an OpenAPI document in JSON`] });
    return this.changing.run(tenant, publicId, by, async (tx, { row, endpoints }) => {
      let [created, updated] = [0, 0];
      const skipped = [...read.skipped];
      const { priceSatsMax } = this.env;
      for (const { endpointId, priceSats, ...operation } of read.operations) {
        const skip = (reason: string): void => {
          skipped.push({ path: operation.path, httpMethod: operation.httpMethod, reason });
        };
        const known = endpoints.find((one) => one.endpointId === endpointId);
        if ((priceSats ?? 1) > priceSatsMax) {
          skip(`its price is greater than ${String(priceSatsMax)}`);
        } else if (known !== undefined) {
          const patch = { ...operation, basePriceSats: priceSats ?? known.basePriceSats };
          await EndpointRepository.write(tx, known.id, patch);
          updated += 1;
        } else if (endpoints.length + created < proxyBounds.endpointsMax) {
          const basePriceSats = priceSats ?? row.defaultPriceSats;
          await EndpointRepository.insert(tx, row.id, { ...operation, endpointId, basePriceSats });
          created += 1;
        } else {
          skip(`there are at most ${String(proxyBounds.endpointsMax)} endpoints`);
        }
      }
      const counts = { created, updated, skipped: skipped.length };
      const told = skipped.slice(0, proxyBounds.skippedToldMax).map((one) => ({
        ...one,
        path: one.path.slice(0, proxyBounds.urlCharsMax),
      }));
      const result = { ...counts, skippedOperations: told };
      return { result, action: 'proxy.import', detail: counts, pricesMoved: created + updated > 0 };
    });
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
