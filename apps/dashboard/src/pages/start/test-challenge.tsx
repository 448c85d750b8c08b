import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.js';
import { challengeQuery, challengesQuery } from '../../api/queries/sales-queries.js';
import type { MintedChallenge, Verdict } from '../../api/shapes/challenges.js';
import { CodeBlock } from '../../ui/code-block.js';
import { Money } from '../../ui/money.js';
import { Note } from '../../ui/note.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { Time } from '../../ui/time.js';
import { ChallengeCourse } from './challenge-course.js';
import { payCommand, testResource, verifyCommand } from './commands.js';
import type { VerifyQuestion } from './commands.js';
import classes from './step.module.css';

const readAgainMillis = 1_500;

/** What the challenge is watched with. */
export interface TestChallengeProps {
  /** Minted on this page, so that its macaroon is at hand; null when it was minted by curl. */
  readonly minted: MintedChallenge | null;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly onDone: () => void;
}

/** What a payment brought, and which challenge it was for: another may be the latest by now. */
interface Proof {
  readonly paymentHash: string;
  readonly preimage: string | null;
}

/** The latest test challenge for what this step sells, live: open, paid, used, with the two calls that take it there. */
export function TestChallenge({ minted, baseUrl, apiKey, onDone }: TestChallengeProps) {
  const client = useQueryClient();
  const [proof, setProof] = useState<Proof | null>(null);
  const ofThisStep = { resource: testResource };
  const latest = useInfiniteQuery({
    ...challengesQuery('test', ofThisStep, 1),
    refetchInterval: readAgainMillis,
  });
  const challenge = latest.data?.pages[0]?.challenges[0];
  const detail = useQuery({
    ...challengeQuery('test', challenge?.paymentHash ?? ''),
    enabled: challenge !== undefined,
    refetchInterval: readAgainMillis,
  });
  const readAgain = (): void => {
    void client.invalidateQueries({ queryKey: ['challenges'] });
    void client.invalidateQueries({ queryKey: ['challenge'] });
    void client.invalidateQueries({ queryKey: ['quickstart'] });
    void client.invalidateQueries({ queryKey: ['overview'] });
  };
  const pay = useMutation({
    mutationFn: ({ invoice }: { readonly invoice: string; readonly paymentHash: string }) =>
      api.post<{ preimage: string | null }>('/api/sandbox/pay', { invoice }, { mode: 'test' }),
    onSuccess: ({ preimage }, { paymentHash }) => {
      setProof({ paymentHash, preimage });
      readAgain();
    },
  });
  const use = useMutation({
    mutationFn: (question: VerifyQuestion) =>
      api.post<Verdict>('/api/l402/challenges/verify', question, { mode: 'test' }),
    onSuccess: readAgain,
  });
  if (challenge === undefined)
    return (
      <section className={classes['part']}>
        <h3>Watch it</h3>
        <ChallengeCourse state="none" />
        <p role="status">Waiting for your first test challenge. It appears here by itself.</p>
      </section>
    );
  const { paymentHash } = challenge;
  const preimage = proof?.paymentHash === paymentHash ? proof.preimage : null;
  const isUsed = challenge.uses > 0;
  const state = isUsed
    ? 'used'
    : challenge.status === 'paid' || preimage !== null
      ? 'paid'
      : challenge.status;
  const invoice = detail.data?.invoice;
  const macaroon = minted?.paymentHash === paymentHash ? minted.macaroon : null;
  const question: VerifyQuestion = {
    macaroon: macaroon ?? '<macaroon>',
    preimage: preimage ?? '<preimage>',
    resource: challenge.resource,
    minAmountSats: challenge.amountSats,
  };
  const isOpen = state === 'unpaid' && invoice !== undefined;
  return (
    <section className={classes['part']}>
      <h3>Watch it</h3>
      <ChallengeCourse state={state} />
      <p role="status">
        {challenge.resource} for <Money sats={challenge.amountSats} />, minted{' '}
        <Time at={challenge.createdAt} />.
        {state === 'expired' && ' Its invoice has expired: mint another one.'}
      </p>
      {isOpen && (
        <>
          <p>
            Now be the payer. In the sandbox a call pays the invoice and answers the preimage, the proof of
            payment.
          </p>
          <CodeBlock code={payCommand(baseUrl, apiKey, invoice)} what="pay command" wrap />
          <div>
            <Button loading={pay.isPending} onClick={() => pay.mutate({ invoice, paymentHash })}>
              Pay it in the sandbox
            </Button>
          </div>
        </>
      )}
      {pay.error !== null && <ProblemNotice error={pay.error} />}
      {state === 'paid' && (
        <>
          <p>
            Paid. The payer comes back with macaroon and preimage, and your server asks whether they hold:
          </p>
          <CodeBlock code={verifyCommand(baseUrl, apiKey, question)} what="verify command" wrap />
          {macaroon !== null && preimage !== null && (
            <div>
              <Button loading={use.isPending} onClick={() => use.mutate(question)}>
                Verify it from here
              </Button>
            </div>
          )}
        </>
      )}
      {use.error !== null && <ProblemNotice error={use.error} />}
      {use.data?.valid === false && !isUsed && (
        <Note tone="bad" title={use.data.error ?? 'Refused'} announced />
      )}
      {isUsed && (
        <Note tone="good" title="That was a whole sale" announced>
          <p style={{ margin: '0 0 8px' }}>
            Verify said yes, and this use is on record. Next: the same with real money.
          </p>
          <Button size="xs" onClick={onDone}>
            Go on
          </Button>
        </Note>
      )}
    </section>
  );
}
