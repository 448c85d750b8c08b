import { type Env } from '@turnpike/config';

import { type FirstRun, readFirstRun, writeFirstRun } from './first-run-file.js';
import { openSandboxMerchant } from './sandbox-merchant.js';

export type { FirstRun } from './first-run-file.js';

/**
 * What an instance on the embedded database has from its first start on: a sandbox merchant and a test key that works. A
 * later start finds both in the file; if the file is lost, or its key has ended, the merchant gets one more key.
 */
export async function prepareFirstRun(env: Env): Promise<FirstRun> {
  const kept = await readFirstRun(env.dataDir);
  const { merchantId, testApiKey } = await openSandboxMerchant(env, kept);
  if (kept && kept.testApiKey === testApiKey) return kept;
  const firstRun = { baseUrl: null, merchantId, testApiKey };
  await writeFirstRun(env.dataDir, firstRun);
  return firstRun;
}

/** On a machine of one's own, known by no public address, anybody may sign up unless the configuration says otherwise. */
export function withSignUp(env: Env, firstRun: FirstRun | null): Env {
  if (!firstRun || env.signUp !== null || env.publicUrl !== null) return env;
  return Object.freeze({ ...env, signUp: ['free', 'l402'] as const });
}

/** The instance's own sales go to the sandbox merchant in test mode, unless the configuration says otherwise. */
export function withOperator(env: Env, firstRun: FirstRun | null): Env {
  if (!firstRun || env.operatorMerchant) return env;
  const operatorMerchant = { merchantId: firstRun.merchantId, mode: 'test' as const };
  return Object.freeze({ ...env, operatorMerchant });
}
