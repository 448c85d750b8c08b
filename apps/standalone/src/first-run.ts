import { type Env } from '@turnpike/config';
import { type MerchantId } from '@turnpike/l402';

import { type FirstRun, readFirstRun, writeFirstRun } from './first-run-file.js';
import { openSandboxMerchant } from './sandbox-merchant.js';

export type { FirstRun } from './first-run-file.js';

/**
 * Makes what a new instance on the embedded database needs: a sandbox merchant whose test key may do everything. A later
 * start finds both in the file and makes nothing. Killed halfway, the next start finds the merchant and makes a new key.
 */
export async function prepareFirstRun(env: Env): Promise<FirstRun> {
  const kept = await readFirstRun(env.dataDir);
  if (kept) return kept;
  const { merchantId, testApiKey } = await openSandboxMerchant(env);
  const firstRun = { baseUrl: null, merchantId, testApiKey };
  await writeFirstRun(env.dataDir, firstRun);
  return firstRun;
}

/** The instance's own sales go to the sandbox merchant in test mode, unless the configuration says otherwise. */
export function withOperator(env: Env, firstRun: FirstRun | null): Env {
  if (!firstRun || env.operatorMerchant) return env;
  const operatorMerchant = { merchantId: firstRun.merchantId as MerchantId, mode: 'test' as const };
  return Object.freeze({ ...env, operatorMerchant });
}
