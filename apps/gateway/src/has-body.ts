import type { IncomingMessage } from 'node:http';

/** Whether a request brings a body, which takes as long as its payer likes. */
export function hasBody({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
