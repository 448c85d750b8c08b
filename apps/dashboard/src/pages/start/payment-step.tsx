import { Button, NumberInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client.js';
import { challengeQuery } from '../../api/queries/sales-queries.js';
import type { MintedChallenge, Verdict } from '../../api/shapes/challenges.js';
import { CodeBlock } from '../../ui/code-block.js';
import { sats } from '../../ui/format.js';
import { Money } from '../../ui/money.js';
import { Note } from '../../ui/note.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { ProvePayment } from '../../ui/prove-payment.js';
import { QrCode } from '../../ui/qr-code.js';
import { Time } from '../../ui/time.js';
import classes from './step.module.css';

const usualSats = 21;
const readAgainMillis = 1_500;

/** Whether it can begin, and what comes after. */
export interface PaymentStepProps {
  readonly hasWallet: boolean;
  readonly onDone: () => void;
}

/** A live challenge with its invoice as a QR code; it turns green when the merchant's own wallet says that it was paid. */
export function PaymentStep({ hasWallet, onDone }: PaymentStepProps) {
  const client = useQueryClient();
  const [amount, setAmount] = useState<number | string>(usualSats);
  const mint = useMutation({
    mutationFn: () =>
      api.post<MintedChallenge>(
        '/api/l402/challenges',
        { resource: '/first-payment', priceSats: Number(amount), description: 'First payment' },
        { mode: 'live' },
      ),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['challenges'] }),
  });
  if (!hasWallet)
    return (
      <Note tone="calm" title="Connect a wallet first">
        The invoice comes from your own wallet, so that the payment goes straight into it.
      </Note>
    );
  if (mint.isSuccess) return <FirstPayment minted={mint.data} onAgain={() => mint.reset()} onDone={onDone} />;
  return (
    <div className={classes['part']}>
      <p>
        Pay yourself from a second wallet, or let a friend do it. Real satoshis move, from that wallet into
        yours.
      </p>
      {mint.error !== null && <ProblemNotice error={mint.error} />}
      <div className={classes['row']} style={{ alignItems: 'flex-end' }}>
        <NumberInput
          label="Amount in sats"
          min={1}
          max={100_000}
          w={160}
          value={amount}
          onChange={setAmount}
        />
        <Button disabled={Number(amount) < 1} loading={mint.isPending} onClick={() => mint.mutate()}>
          Make the invoice
        </Button>
      </div>
    </div>
  );
}

interface FirstPaymentProps {
  readonly minted: MintedChallenge;
  readonly onAgain: () => void;
  readonly onDone: () => void;
}

// Not every wallet can say that it was paid; then the preimage shows it, as it would to the merchant's server.
function FirstPayment({ minted, onAgain, onDone }: FirstPaymentProps) {
  const client = useQueryClient();
  const { macaroon, resource, priceSats: minAmountSats } = minted;
  const prove = useMutation({
    mutationFn: (preimage: string) =>
      api.post<Verdict>(
        '/api/l402/challenges/verify',
        { macaroon, preimage, resource, minAmountSats },
        { mode: 'live' },
      ),
    onSuccess: () => void client.invalidateQueries(),
  });
  const { data } = useQuery({
    ...challengeQuery('live', minted.paymentHash),
    refetchInterval: (query) => (query.state.data?.status === 'paid' ? false : readAgainMillis),
  });
  if (data?.status === 'paid')
    return (
      <Note tone="good" title="Your first real payment is in" announced>
        <p style={{ margin: '0 0 8px' }}>
          <Money sats={minted.priceSats} /> arrived in your wallet.{' '}
          <Link to="/challenges/$paymentHash" params={{ paymentHash: minted.paymentHash }}>
            See its timeline
          </Link>
          .
        </p>
        <Button size="xs" onClick={onDone}>
          Go on
        </Button>
      </Note>
    );
  const isOver = data?.status === 'expired';
  // The proof stands in one place, so that what somebody types stays when the invoice runs out meanwhile.
  return (
    <div className={isOver ? undefined : classes['pay']}>
      {!isOver && (
        <QrCode
          value={minted.invoice.toUpperCase()}
          label={`Lightning invoice for ${sats(minted.priceSats)}`}
        />
      )}
      <div className={classes['part']}>
        {isOver ? <RunOut onAgain={onAgain} /> : <Waiting minted={minted} />}
        {prove.data?.valid === false && <Note tone="bad" title={prove.data.error ?? 'Refused'} announced />}
        <ProvePayment
          invoice={minted.invoice}
          error={prove.error}
          pending={prove.isPending}
          onProve={(preimage) => prove.mutate(preimage)}
        />
      </div>
    </div>
  );
}

function RunOut({ onAgain }: Pick<FirstPaymentProps, 'onAgain'>) {
  return (
    <Note tone="warn" title="The invoice has run out" announced>
      <p style={{ margin: '0 0 8px' }}>
        Nobody has told us of a payment. If your wallet says that it paid, show its proof below and do not pay
        again.
      </p>
      <Button size="xs" onClick={onAgain}>
        Nothing was paid: make another one
      </Button>
    </Note>
  );
}

function Waiting({ minted }: Pick<FirstPaymentProps, 'minted'>) {
  return (
    <>
      <p>
        Scan it with any Lightning wallet, or{' '}
        <a href={`lightning:${minted.invoice}`}>open a wallet on this device</a>.
      </p>
      <CodeBlock code={minted.invoice} what="invoice" wrap />
      <p role="status">
        Waiting for <Money sats={minted.priceSats} />. The invoice ends <Time at={minted.expiresAt} />.
      </p>
    </>
  );
}
