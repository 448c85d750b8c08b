import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MerchantDetail } from '../../api/shapes/operator.js';
import { Card } from '../../ui/card.js';
import { useFields } from '../../ui/fields.js';
import { words } from '../../ui/format.js';
import { notifyDone } from '../../ui/notify.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { plansQuery } from '../plan/plan-api.js';
import { useChangeMerchant } from './operator-api.js';
import classes from './edit-merchant-card.module.css';

const statuses = ['trialing', 'active', 'past_due', 'canceled'];
const dayChars = 10;
const days = new Set(['trialEndsAt', 'currentPeriodEnd']);

/** Changes what a merchant is called and what plan it has; only what differs is sent. */
export function EditMerchantCard({ merchant }: { readonly merchant: MerchantDetail }) {
  const change = useChangeMerchant(merchant.merchantId);
  const plans = useQuery(plansQuery);
  const before = {
    name: merchant.name,
    email: merchant.email,
    planTier: merchant.planTier,
    subscriptionStatus: merchant.subscriptionStatus,
    trialEndsAt: merchant.trialEndsAt?.slice(0, dayChars) ?? '',
    currentPeriodEnd: merchant.currentPeriodEnd?.slice(0, dayChars) ?? '',
  };
  const fields = useFields(before, change.error);
  const changed = Object.entries(fields.values).filter(
    ([name, value]) => before[name as keyof typeof before] !== value.trim(),
  );
  const save = (): void => {
    const patch = Object.fromEntries(
      changed.map(([name, value]) => [
        name,
        days.has(name) && value !== '' ? `${value}T00:00:00Z` : value.trim(),
      ]),
    );
    change.mutate(patch, { onSuccess: ({ name }) => notifyDone(`${name} is changed.`) });
  };
  const planIds = new Set([merchant.planTier, ...(plans.data?.plans ?? []).map(({ id }) => id)]);
  return (
    <Card title="Name and plan">
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextInput label="Name" maxLength={200} {...fields.bind('name')} />
        <TextInput label="Email" type="email" autoComplete="off" {...fields.bind('email')} />
        <Select
          label="Plan"
          allowDeselect={false}
          data={[...planIds].map((id) => ({
            value: id,
            label: plans.data?.plans.find((plan) => plan.id === id)?.name ?? words(id),
          }))}
          value={fields.values.planTier}
          onChange={(value) => fields.set('planTier', value ?? '')}
          error={fields.bind('planTier').error}
        />
        <Select
          label="Status"
          allowDeselect={false}
          data={statuses.map((value) => ({ value, label: words(value) }))}
          value={fields.values.subscriptionStatus}
          onChange={(value) => fields.set('subscriptionStatus', value ?? '')}
          error={fields.bind('subscriptionStatus').error}
        />
        <TextInput
          label="Trial ends"
          description="At midnight UTC. Empty: no trial."
          type="date"
          {...fields.bind('trialEndsAt')}
        />
        <TextInput
          label="Paid until"
          description="At midnight UTC. Empty: no end."
          type="date"
          {...fields.bind('currentPeriodEnd')}
        />
        {change.error !== null && !fields.shows(change.error) && (
          <div className={classes['wide']}>
            <ProblemNotice error={change.error} />
          </div>
        )}
        <div className={classes['wide']}>
          <Button type="submit" loading={change.isPending} disabled={changed.length === 0}>
            Save
          </Button>
        </div>
      </form>
    </Card>
  );
}
