import { canonicalTemplate } from './endpoint-template.js';
import { proxyBounds } from './proxy-bounds.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** An operation of somebody's OpenAPI document, as a price table can have it. */
export interface ImportedOperation {
  readonly endpointId: string;
  readonly path: string;
  readonly httpMethod: string;
  readonly summary: string | null;
  /** Null where the document names none. */
  readonly priceSats: number | null;
}

/** An operation that cannot be priced: its path has no single meaning, or its name came before. */
export interface SkippedOperation {
  readonly path: string;
  readonly httpMethod: string;
  readonly why: 'path' | 'name_twice';
}

/** The operations that can be priced, and those that cannot. */
export interface ReadOperations {
  readonly operations: readonly ImportedOperation[];
  readonly skipped: readonly SkippedOperation[];
}

/** Reads the operations of an OpenAPI document of any version; null for what is none. References are not followed. */
export function readOperations(document: unknown): ReadOperations | null {
  const paths = memberOf(document, 'paths');
  if (typeof paths !== 'object' || paths === null || Array.isArray(paths)) return null;
  const byId = new Map<string, ImportedOperation>();
  const skipped: SkippedOperation[] = [];
  for (const [path, item] of Object.entries(paths)) {
    for (const method of METHODS) {
      const operation = memberOf(item, method);
      if (typeof operation !== 'object' || operation === null) continue;
      const read = readOperation(path, method, operation);
      const named = { path, httpMethod: method.toUpperCase() };
      if (read === null) skipped.push({ ...named, why: 'path' });
      else if (byId.has(read.endpointId)) skipped.push({ ...named, why: 'name_twice' });
      else byId.set(read.endpointId, read);
    }
  }
  return { operations: [...byId.values()], skipped };
}

function readOperation(path: string, method: string, operation: object): ImportedOperation | null {
  const template = canonicalTemplate(path);
  if (template === null) return null;
  const named = memberOf(operation, 'operationId');
  const name = typeof named === 'string' ? named : `${method}${template}`;
  const endpointId = name.replace(/[^A-Za-z0-9_.-]+/g, '-').slice(0, proxyBounds.endpointIdCharsMax);
  const summary = memberOf(operation, 'summary');
  return {
    endpointId: endpointId.replace(/^-+|-+$/g, '') || method,
    path: template,
    httpMethod: method.toUpperCase(),
    summary: typeof summary === 'string' ? plainText(summary) : null,
    priceSats: priceOf(operation),
  };
}

/** What documents of paid APIs say of a price, ours among them. */
function priceOf(operation: object): number | null {
  const payment = memberOf(operation, 'x-payment');
  const offers = memberOf(memberOf(operation, 'x-payment-info'), 'offers');
  const inSats = (offer: unknown): boolean => memberOf(offer, 'currency') === 'sat';
  const offered = Array.isArray(offers) ? Number(memberOf(offers.find(inSats), 'amount')) : null;
  const said = [memberOf(payment, 'price_sats'), memberOf(operation, 'x-price-sats'), offered];
  const price = said.find((one) => typeof one === 'number' && Number.isSafeInteger(one) && one >= 1);
  return typeof price === 'number' ? price : null;
}

function plainText(text: string): string | null {
  const plain = text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim();
  return Array.from(plain).slice(0, proxyBounds.summaryCharsMax).join('') || null;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
