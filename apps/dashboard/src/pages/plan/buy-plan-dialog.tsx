import { Button, Group, Skeleton, Stack } from '@mantine/core';
import { useEffect } from 'react';
import type { Plan, Subscription } from '../../api/shapes/plans.js';
import { Dialog } from '../../ui/dialog.js';
import { Note } from '../../ui/note.js';
import { useNow } from '../../ui/now.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { PayBill } from './pay-bill.js';
import { usePlanBill } from './plan-api.js';
import { planEnd } from './plan-end.js';

/** The plan to be bought, null while there is none, and what the merchant has before. */
export interface BuyPlanDialogProps {
  readonly plan: Plan | null;
  readonly before: Subscription;
  readonly current: Plan | undefined;
  readonly onClose: () => void;
}

/** Gets the bill of a plan, shows it as a QR code, and waits until it is paid. */
export function BuyPlanDialog({ plan, before, current, onClose }: BuyPlanDialogProps) {
  return (
    <Dialog opened={plan !== null} title={`A month of ${plan?.name ?? ''}`} size="lg" onClose={onClose}>
      {plan !== null && (
        <Purchase key={plan.id} plan={plan} before={before} current={current} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Purchase({ plan, before, current, onClose }: BuyPlanDialogProps & { readonly plan: Plan }) {
  const now = useNow();
  const { mutate, reset, data, error, isSuccess } = usePlanBill();
  // Asked once for the dialog, and again only when the reader wants a new invoice.
  useEffect(() => {
    mutate(plan.id);
  }, [mutate, plan.id]);
  const again = (): void => {
    reset();
    mutate(plan.id);
  };
  if (error !== null) return <ProblemNotice error={error} onRetry={again} />;
  if (!isSuccess)
    return (
      <div role="status" aria-label="Getting an invoice">
        <Skeleton height={420} radius="md" />
      </div>
    );
  if (data === null)
    return (
      <Stack>
        <p style={{ margin: 0 }}>There is nothing to pay: the plan is yours.</p>
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    );
  return (
    <Stack>
      {current !== undefined && isGivenUp(current, before, plan, now) && (
        <Note tone="warn" title={`${current.name} has no end, and you give it up`}>
          Once this is paid you have {plan.name} for a month, and not {current.name} again after it.
        </Note>
      )}
      <PayBill plan={plan} bill={data} before={before} onAgain={again} onClose={onClose} />
    </Stack>
  );
}

/** Whether a plan that would go on for good, and that not everybody has for nothing, ends with this purchase. */
function isGivenUp(current: Plan, before: Subscription, plan: Plan, nowMillis: number): boolean {
  const { at, isOver } = planEnd(before, current, nowMillis);
  return current.id !== plan.id && current.priceSats !== 0 && at === null && !isOver;
}
