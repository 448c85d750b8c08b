import { Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Bill, Plan, Subscription } from '../../api/shapes/plans.js';
import { CopyButton } from '../../ui/copy-button.js';
import { sats, span } from '../../ui/format.js';
import { Note } from '../../ui/note.js';
import { useNow } from '../../ui/now.js';
import { ProvePayment } from '../../ui/prove-payment.js';
import { QrCode } from '../../ui/qr-code.js';
import { readPlanAgain, subscriptionQuery, useProvePayment } from './plan-api.js';
import classes from './pay-bill.module.css';

const pollMillis = 2_500;

/** A bill, what it buys, and what the merchant has before it is paid. */
export interface PayBillProps {
  readonly plan: Plan;
  readonly bill: Bill;
  readonly before: Subscription;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

/** A bill as a QR code, watched until its payment has moved the end of the plan. */
export function PayBill({ plan, bill, before, onAgain, onClose }: PayBillProps) {
  const now = useNow();
  const prove = useProvePayment();
  const watched = useQuery({
    ...subscriptionQuery,
    queryKey: ['subscription', 'watched', bill.invoice],
    refetchInterval: (query) => (hasChanged(query.state.data, before, plan) ? false : pollMillis),
    refetchIntervalInBackground: true,
    gcTime: 0,
  });
  const isPaid = hasChanged(watched.data, before, plan);
  useEffect(() => {
    if (isPaid) void readPlanAgain();
  }, [isPaid]);
  const secondsLeft = (Date.parse(bill.expiresAt) - now) / 1_000;
  if (isPaid)
    return (
      <Stack>
        <Note tone="good" title="Paid. Thank you." announced>
          {plan.name} is yours from now on.
        </Note>
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    );
  if (secondsLeft <= 0)
    return (
      <Stack>
        <Note tone="warn" title="This invoice has run out" announced>
          Nothing was paid. If your wallet says otherwise, wait a moment: a payment that was sent is not lost.
        </Note>
        <Group justify="flex-end">
          <Button onClick={onAgain}>Get a new invoice</Button>
        </Group>
      </Stack>
    );
  return (
    <div className={classes['bill']}>
      <p className={classes['amount']}>{sats(bill.amountSats)}</p>
      <p className={classes['hint']}>Scan it with any Lightning wallet. Good for {span(secondsLeft)} more.</p>
      <a href={`lightning:${bill.invoice}`} aria-label="Open in a wallet on this device">
        <QrCode value={`lightning:${bill.invoice}`.toUpperCase()} label="Lightning invoice" size={248} />
      </a>
      <Group justify="center" gap="xs">
        <CopyButton value={bill.invoice} what="invoice" labelled />
        <Button variant="default" renderRoot={(props) => <a href={`lightning:${bill.invoice}`} {...props} />}>
          Open in wallet
        </Button>
      </Group>
      <p className={classes['waiting']} role="status">
        <span className={classes['pulse']} aria-hidden="true" />
        Waiting for the payment
      </p>
      <ProvePayment
        invoice={bill.invoice}
        error={prove.error}
        pending={prove.isPending}
        onProve={(preimage) => prove.mutate({ planId: plan.id, bill, preimage })}
      />
    </div>
  );
}

function hasChanged(now: Subscription | undefined, before: Subscription, plan: Plan): boolean {
  if (now === undefined) return false;
  if (now.planTier === plan.id && before.planTier !== plan.id) return true;
  return now.planTier === plan.id && now.currentPeriodEnd !== before.currentPeriodEnd;
}
