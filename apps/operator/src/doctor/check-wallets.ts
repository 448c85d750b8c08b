import type { Health } from '@turnpike/wallets';
import { ok, warn } from './finding.js';
import type { Finding } from './finding.js';

/** Whether merchants' wallets are well. They are the merchants' to mend, so what is wrong with one is no failure of ours. */
export function checkWallets({
  ok: well,
  unavailable,
  rejected,
  unknown,
}: Readonly<Record<Health, number>>): Finding {
  const all = well + unavailable + rejected + unknown;
  if (all === 0) return ok('wallets', 'none is connected');
  if (unavailable + rejected === 0) return ok('wallets', `${all} connected, ${well} known to be well`);
  return warn(
    'wallets',
    `of ${all} connected, ${unavailable} do not answer and ${rejected} refuse us`,
    'their merchants were told; GET /api/merchant/wallets says which',
  );
}
