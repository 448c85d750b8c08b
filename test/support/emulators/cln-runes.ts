import { randomBytes } from 'node:crypto';

/** The restrictions of the rune that merchants are asked for, as they are written in a rune. */
export const INVOICE_RESTRICTIONS = 'method=invoice|method=listinvoices|method=waitanyinvoice&rate=600';

/** A rune as Core Lightning writes it: 32 bytes that seal it, here noise, its number and its restrictions. */
export function makeRune(restrictions: string): string {
  const text = restrictions === '' ? '=7' : `=7&${restrictions}`;
  return Buffer.concat([randomBytes(32), Buffer.from(text)]).toString('base64url');
}
