import { limits } from '@turnpike/config';
import { ValidationFailed } from '@turnpike/problems';
import type { Query } from '../challenges/page.query.js';

const METHOD = /^[A-Z](?:[A-Z-]{0,30}[A-Z])?$/;

/** Reads `method` (default GET) and `path` (default `/`); anything else is `ValidationFailed` (400). */
export function readPriceQuery({ method = 'GET', path = '/' }: Query): {
  readonly method: string;
  readonly path: string;
} {
  const errors: Record<string, string[]> = {};
  const isMethod = typeof method === 'string' && METHOD.test(method);
  const isPath = typeof path === 'string' && Buffer.byteLength(path) <= limits.resourceBytesMax;
  if (!isMethod) errors['method'] = ['method must be an HTTP method in upper case'];
  if (!isPath) errors['path'] = [`path must be a text of at most ${String(limits.resourceBytesMax)} bytes`];
  if (isMethod && isPath) return { method, path };
  throw new ValidationFailed(errors);
}
