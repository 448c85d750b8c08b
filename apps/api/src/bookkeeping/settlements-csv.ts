import type { SettledChallenge } from '@turnpike/challenges';

type Cell = string | number | null;

/** The columns in their order; the names are part of the contract. */
const COLUMNS: readonly (readonly [name: string, read: (challenge: SettledChallenge) => Cell])[] = [
  ['settled_at', ({ settledAt }) => settledAt.toISOString()],
  ['payment_hash', ({ paymentHash }) => paymentHash],
  ['resource', ({ resource }) => resource],
  ['price_sats', ({ priceSats }) => priceSats],
  ['received_msat', ({ receivedMsat }) => receivedMsat?.toString() ?? null],
  ['via', ({ via }) => via],
  ['created_at', ({ createdAt }) => createdAt.toISOString()],
  ['paid_at', ({ paidAt }) => paidAt.toISOString()],
  ['late', ({ settledAt, invoiceExpiresAt }) => (settledAt > invoiceExpiresAt ? 'yes' : 'no')],
  ['wallet_id', ({ connectionId }) => connectionId],
  ['payer', ({ payer }) => payer],
  ['wallet_reference', ({ providerRef }) => providerRef],
];

/** The line of names (RFC 4180). */
export const settlementsCsvHead = line(COLUMNS.map(([name]) => name));

/** The line of one settled challenge. */
export function settlementsCsvLine(challenge: SettledChallenge): string {
  return line(COLUMNS.map(([, read]) => read(challenge)));
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

/** RFC 4180; what a spreadsheet would take for a formula is a text, marked by an apostrophe. */
function quoted(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
