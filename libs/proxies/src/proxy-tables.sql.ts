import type { ArchivedTable } from '@turnpike/database';

const OF_PROXIES = 'proxy_id IN (SELECT id FROM proxy WHERE merchant_id = $1)';
const belongsTo = { column: 'proxy_id', table: 'proxy' } as const;

/**
 * What a merchant's proxies are, in the order in which they can be brought in. One whose header does not open is switched off,
 * since its upstream would refuse what was paid for; host names have to be proven anew.
 */
export const proxyTables: readonly ArchivedTable[] = [
  {
    name: 'proxy',
    ofMerchant: 'merchant_id = $1',
    renumbered: 'id',
    sealed: ['sealed_auth_value'],
    unsealed: { sealed_auth_value: 'NULL', is_active: 'is_active AND sealed_auth_value IS NULL' },
  },
  { name: 'proxy_endpoint', ofMerchant: OF_PROXIES, belongsTo, renumbered: 'id' },
  { name: 'proxy_host', ofMerchant: OF_PROXIES, belongsTo, replaced: { proven_at: 'NULL' } },
];
