import { HandOverPlans } from '@turnpike/merchants';
import { UsageError } from '../command.js';
import type { Command } from '../command.js';
import { columns } from '../help-text.js';
import { withWorker } from '../with-parts.js';

/** Hands over plans that were paid for and could not be handed over. */
export const planRetry: Command = {
  name: 'plan retry',
  summary: 'Tries at once to hand over the plans that were paid for and could not be handed over.',
  notes: [
    'Mend first what the doctor says of them. Each is tried again by itself at least every six hours, for 90 days; a paid challenge gives one month, however often it is tried.',
  ],
  options: {
    'payment-hash': { value: 'hex', meaning: 'only what this challenge has paid for' },
  },
  async run(call) {
    const paymentHash = call.text('payment-hash')?.toLowerCase() ?? null;
    if (paymentHash !== null && !/^[0-9a-f]{64}$/.test(paymentHash))
      throw new UsageError('--payment-hash must be 64 hex digits');
    return withWorker(call, async ({ part }) => {
      const { tried, left } = await part(HandOverPlans).retry(paymentHash);
      const rows = left.map((one) => [
        one.paymentHash,
        String(one.merchantId),
        one.planTier,
        `${String(one.attempts)} tries`,
        one.failure,
      ]);
      const lines = [`${String(tried)} tried, ${String(left.length)} wait still`, ...columns(rows)];
      return { isBad: left.length > 0, json: { tried, left }, lines };
    });
  },
};
