let counted = 0;

/**
 * An id for one request of a payer, never repeated and never the payer's own. It is no secret, so where a runtime has no
 * `crypto` (Node 18) ordinary random numbers will do.
 */
export function newRequestId(): string {
  if (typeof crypto !== 'undefined') return crypto.randomUUID();
  counted += 1;
  const random = (): string => Math.random().toString(36).slice(2);
  return `${Date.now().toString(36)}-${counted.toString(36)}-${random()}${random()}`;
}
