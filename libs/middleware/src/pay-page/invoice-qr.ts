import { create } from 'qrcode';

const QUIET_CELLS = 4;

/**
 * A payment request as a QR code, an `svg` element dark on white whatever the colours of the page. Upper case, which both
 * BOLT 11 and wallets allow, makes it much smaller.
 */
export function invoiceQr(invoice: string): string {
  const { modules } = create(`LIGHTNING:${invoice.toUpperCase()}`, { errorCorrectionLevel: 'L' });
  const { size } = modules;
  let path = '';
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (!modules.get(row, column)) continue;
      const from = column;
      while (column + 1 < size && modules.get(row, column + 1)) column += 1;
      const cells = String(column - from + 1);
      path += `M${String(from)} ${String(row)}h${cells}v1h-${cells}z`;
    }
  }
  const side = String(size + 2 * QUIET_CELLS);
  const box = `-${String(QUIET_CELLS)} -${String(QUIET_CELLS)} ${side} ${side}`;
  return `<svg role="img" aria-label="The invoice as a QR code" width="280" height="280" viewBox="${box}" shape-rendering="crispEdges"><path d="${path}" fill="#000"/></svg>`;
}
