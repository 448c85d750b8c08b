import { parseEnv } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { Plans } from '@turnpike/merchants';
import type { MerchantRecord } from '@turnpike/merchants';
import type { ConnectionView } from '@turnpike/wallets';
import { accountView } from './account-view.js';

const NOW = new Date('2026-11-20T10:00:00Z');
const merchant: MerchantRecord = {
  merchantId: 1 as MerchantId,
  name: 'Shop',
  email: 'shop@example.com',
  isEmailUnconfirmed: false,
  planTier: 'unlimited',
  subscriptionStatus: 'active',
  trialEndsAt: null,
  currentPeriodEnd: null,
  isActive: true,
  createdAt: NOW,
};

it.each([
  ['primary', true, true],
  ['primary', false, false],
  ['fallback', true, false],
  [null, true, false],
] as const)('with a wallet as %s, and a webhook: %s, all is set up: %s', (role, hasWebhookUrl, isAll) => {
  const wallets = [{ kind: 'lnd', role } as ConnectionView];
  const standing = new Plans(parseEnv({})).standing(merchant, NOW);
  const { onboarding } = accountView(merchant, standing, {
    wallets,
    hasWebhookUrl,
    proxies: { count: 0, hasActive: false },
  });
  expect(onboarding.isFullyConfigured).toBe(isAll);
});
