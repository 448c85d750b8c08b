import { queryOptions, useMutation } from '@tanstack/react-query';
import { ApiProblem } from '../../api/api-problem.js';
import { api } from '../../api/client.js';
import type { Mode } from '../../api/mode.js';
import { queryClient } from '../../api/query-client.js';
import type { Bill, Plan, Subscription, Usage } from '../../api/shapes/plans.js';

const subscriptionPath = '/api/merchant/subscription';

/** The plans that this instance offers. */
export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: ({ signal }) => api.get<{ plans: readonly Plan[] }>('/api/plans', { signal }),
});

/** How long the merchant's plan runs. */
export const subscriptionQuery = queryOptions({
  queryKey: ['subscription'],
  queryFn: ({ signal }) => api.get<Subscription>(subscriptionPath, { signal }),
});

/** What was sold this month, and what of the caps is used. */
export const usageQuery = (mode: Mode) =>
  queryOptions({
    queryKey: ['usage', mode],
    queryFn: ({ signal }) => api.get<Usage>('/api/merchant/usage', { mode, signal }),
  });

/** The bill in a 402; null if the error is another one. */
export function billIn(error: unknown): Bill | null {
  if (!(error instanceof ApiProblem) || error.status !== 402) return null;
  const l402 = error.members['l402'] as Readonly<Record<string, unknown>> | undefined;
  const { macaroon, invoice, amount_sats: amountSats, expires_at: expiresAt } = l402 ?? {};
  if (typeof macaroon !== 'string' || typeof invoice !== 'string') return null;
  return { macaroon, invoice, amountSats: Number(amountSats), expiresAt: String(expiresAt) };
}

/** Asks for a plan: answered with a bill, or with success where the bill's payment is proved. */
export async function buyPlan(planId: string, bill: Bill | null, preimage: string): Promise<Bill | null> {
  const headers = bill === null ? {} : { authorization: `L402 ${bill.macaroon}:${preimage}` };
  try {
    await api.post<Subscription>(subscriptionPath, { planId }, { mode: 'live', headers });
    return null;
  } catch (error) {
    const asked = billIn(error);
    if (asked === null || bill !== null) throw error;
    return asked;
  }
}

/** Asks for the bill of a plan; null where there is nothing to pay. */
export function usePlanBill() {
  return useMutation({ mutationFn: (planId: string) => buyPlan(planId, null, '') });
}

/** Shows the preimage of a bill, which is the proof that it was paid. */
export function useProvePayment() {
  return useMutation({
    mutationFn: ({ planId, bill, preimage }: { planId: string; bill: Bill; preimage: string }) =>
      buyPlan(planId, bill, preimage),
    onSuccess: readPlanAgain,
  });
}

/** Reads again what a change of the plan changes. */
export async function readPlanAgain(): Promise<void> {
  const keys = ['subscription', 'usage', 'account'];
  await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
}
