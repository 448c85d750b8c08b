import { challengeTables, SOLD_BY_MERCHANT } from '@turnpike/challenges';
import type { ArchivedTable } from '@turnpike/database';
import { merchantTables } from '@turnpike/merchants';
import { proxyTables } from '@turnpike/proxies';
import { statisticsTables } from '@turnpike/statistics';
import { sandboxTables, walletTables } from '@turnpike/wallets';
import { webhookTables } from '@turnpike/webhooks';

/** A number that no merchant gets: for whoever bought from a merchant that moves, and stays. */
const NOBODY = '2147483647';

/**
 * What a merchant that sells for the instance has sold as such, after its challenges: without it, whoever paid could have it once
 * more where the merchant goes.
 */
const saleTables: readonly ArchivedTable[] = ['plan_purchase', 'paid_sign_up'].map((name) => ({
  name,
  ofMerchant: SOLD_BY_MERCHANT,
  replaced: { merchant_id: NOBODY },
}));

/** All that goes along with a merchant, in the order in which it can be brought in. */
export const archivedTables: readonly ArchivedTable[] = [
  ...merchantTables,
  ...walletTables,
  ...sandboxTables,
  ...webhookTables,
  ...proxyTables,
  ...challengeTables,
  ...saleTables,
  ...statisticsTables,
];
