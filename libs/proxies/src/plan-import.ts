import type { ReadOperations } from './openapi-operations.js';
import { proxyBounds } from './proxy-bounds.js';
import type { EndpointRow } from './proxy.repository.js';

/** What becomes of one operation of a document: an endpoint made or changed, or none, and why. */
export interface PlannedOperation {
  /** Null where it is skipped. */
  readonly endpointId: string | null;
  readonly path: string;
  readonly httpMethod: string;
  readonly summary: string | null;
  /** Null where it is skipped. */
  readonly basePriceSats: number | null;
  readonly outcome: 'create' | 'update' | 'skip';
  readonly why: 'path' | 'name_twice' | 'too_many' | 'price' | null;
}

/**
 * What an import makes of operations, in their order, those that cannot be read last. Where the document names no price, new
 * endpoints cost the default and others keep theirs; one beyond the highest price is skipped.
 */
export function planImport(
  { operations, skipped }: ReadOperations,
  endpoints: readonly EndpointRow[],
  { defaultPriceSats, priceSatsMax }: { readonly defaultPriceSats: number; readonly priceSatsMax: number },
): PlannedOperation[] {
  let room = proxyBounds.endpointsMax - endpoints.length;
  const planned = operations.map(({ priceSats, ...operation }): PlannedOperation => {
    const known = endpoints.find(({ endpointId }) => endpointId === operation.endpointId);
    if ((priceSats ?? 1) > priceSatsMax) return skip(operation, 'price');
    const basePriceSats = priceSats ?? known?.basePriceSats ?? defaultPriceSats;
    if (known !== undefined) return { ...operation, basePriceSats, outcome: 'update', why: null };
    if (room <= 0) return skip(operation, 'too_many');
    room -= 1;
    return { ...operation, basePriceSats, outcome: 'create', why: null };
  });
  return [...planned, ...skipped.map((one) => skip({ ...one, summary: null }, one.why))];
}

function skip(
  { path, httpMethod, summary }: Pick<PlannedOperation, 'path' | 'httpMethod' | 'summary'>,
  why: PlannedOperation['why'],
): PlannedOperation {
  return { endpointId: null, path, httpMethod, summary, basePriceSats: null, outcome: 'skip', why };
}
