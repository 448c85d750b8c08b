import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../../api/api-problem.js';
import { api } from '../../api/client.js';
import { CodeBlock } from '../../ui/code-block.js';
import { useFields } from '../../ui/fields.js';
import { sats } from '../../ui/format.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { QrCode } from '../../ui/qr-code.js';
import { useEnter } from './enter.js';

/** The part of a 402 that a payer needs. */
interface Bill {
  readonly macaroon: string;
  readonly invoice: string;
}

interface NewAccount {
  readonly apiKey: string | null;
  readonly testApiKey: string | null;
}

/** The bill in a 402, or null if the problem is another one. */
function billIn(error: unknown): Bill | null {
  if (!(error instanceof ApiProblem) || error.status !== 402) return null;
  const l402 = error.members['l402'] as Partial<Bill> | undefined;
  return typeof l402?.macaroon === 'string' && typeof l402.invoice === 'string' ? (l402 as Bill) : null;
}

/** An account for a payment: the 402 of this instance itself, paid from any Lightning wallet. */
export function PaidSignUp({ priceSats }: { readonly priceSats: number | null }) {
  const [bill, setBill] = useState<Bill | null>(null);
  const buy = useMutation({
    mutationFn: ({ email, preimage }: { email: string; preimage: string }) => {
      const proof =
        bill === null || preimage === '' ? {} : { authorization: `L402 ${bill.macaroon}:${preimage}` };
      return api.post<NewAccount>('/api/signup/l402', { email }, { headers: proof });
    },
    // A proof that does not fit is answered with another bill; the one that may be paid stays.
    onError: (error) => setBill(bill ?? billIn(error)),
  });
  const fields = useFields({ email: '', preimage: '' }, buy.error);
  const submit = (event: React.SubmitEvent): void => {
    event.preventDefault();
    buy.mutate({ email: fields.values.email.trim(), preimage: fields.values.preimage.trim() });
  };
  if (buy.isSuccess) return <NewKeys account={buy.data} />;
  const isAsked = billIn(buy.error) !== null && buy.variables?.preimage === '';
  const again = (): void => {
    setBill(null);
    fields.set('preimage', '');
    buy.reset();
  };
  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: 14 }}>
      {buy.error !== null && !isAsked && !fields.shows(buy.error) && <ProblemNotice error={buy.error} />}
      <TextInput label="Email" type="email" required {...fields.bind('email')} />
      {bill !== null && (
        <>
          <QrCode value={bill.invoice.toUpperCase()} label="Lightning invoice for the account" />
          <CodeBlock code={bill.invoice} what="invoice" wrap />
          <TextInput
            label="Preimage"
            description="Your wallet shows it after the payment, often as proof of payment: 64 hex digits."
            required
            {...fields.bind('preimage')}
          />
        </>
      )}
      <Button type="submit" loading={buy.isPending}>
        {bill === null
          ? `Get an invoice for ${priceSats === null ? 'a few sats' : sats(priceSats)}`
          : 'Create the account'}
      </Button>
      {bill !== null && (
        <Button variant="subtle" disabled={buy.isPending} onClick={again}>
          Nothing was paid: begin again
        </Button>
      )}
    </form>
  );
}

function NewKeys({ account }: { readonly account: NewAccount }) {
  const enter = useEnter();
  const signIn = useMutation({
    mutationFn: (apiKey: string) => api.post('/api/session', { apiKey }),
    onSuccess: () => enter('/start'),
  });
  const { apiKey, testApiKey } = account;
  return (
    <>
      <p style={{ margin: 0 }}>
        <strong>Your account stands.</strong> Keep these keys now: each is shown this once. To sign in by mail
        later you need the live key one more time, since a payment does not show whose the address is.
      </p>
      {testApiKey !== null && <CodeBlock code={testApiKey} what="test key" wrap />}
      {apiKey !== null && <CodeBlock code={apiKey} what="live key" wrap />}
      {testApiKey === null && apiKey === null && (
        <p>The keys were shown before, and are in use. Sign in with one of them.</p>
      )}
      {signIn.error !== null && <ProblemNotice error={signIn.error} />}
      {testApiKey !== null && (
        <Button loading={signIn.isPending} onClick={() => signIn.mutate(testApiKey)}>
          Sign in with the test key
        </Button>
      )}
    </>
  );
}
