import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { api } from '../../api/client.js';
import { instanceQuery } from '../../api/queries/session-queries.js';
import { EmptyState } from '../../ui/empty-state.js';
import { useFields } from '../../ui/fields.js';
import { sats } from '../../ui/format.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { QueryView } from '../../ui/query-view.js';
import { AuthFrame } from './auth-frame.js';
import { PaidSignUp } from './paid-sign-up.js';

const footer = (
  <>
    Already have an account? <Link to="/sign-in">Sign in</Link>
  </>
);

/** A new account: free with a verified address, or for a few satoshis, as the operator allows. */
export function SignUpPage() {
  const instance = useQuery(instanceQuery);
  const [paid, setPaid] = useState(false);
  return (
    <AuthFrame
      title="Create an account"
      description="You can try everything in test mode, without a wallet."
      footer={footer}
    >
      <QueryView query={instance} height={300}>
        {({ signup, mail }) => {
          if (signup.l402 && (paid || !signup.free)) return <PaidSignUp priceSats={signup.l402PriceSats} />;
          if (!signup.free)
            return (
              <EmptyState icon="user" title="Accounts are made by the operator">
                Ask whoever runs this instance for an invitation.
              </EmptyState>
            );
          return (
            <FreeSignUp mail={mail}>
              {signup.l402 && (
                <Button variant="subtle" onClick={() => setPaid(true)}>
                  Or pay {signup.l402PriceSats === null ? 'a few sats' : sats(signup.l402PriceSats)} and start
                  at once
                </Button>
              )}
            </FreeSignUp>
          );
        }}
      </QueryView>
    </AuthFrame>
  );
}

/** How mail leaves, and what stands below the form as long as nothing was asked for. */
interface FreeSignUpProps {
  readonly mail: 'smtp' | 'outbox';
  readonly children: ReactNode;
}

function FreeSignUp({ mail, children }: FreeSignUpProps) {
  const signUp = useMutation({
    mutationFn: (account: { email: string; name: string; password?: string }) =>
      api.post('/api/signup', account),
  });
  const fields = useFields({ name: '', email: '', password: '' }, signUp.error);
  const submit = (event: React.SubmitEvent): void => {
    event.preventDefault();
    const { name, email, password } = fields.values;
    signUp.mutate({ name: name.trim(), email: email.trim(), ...(password === '' ? {} : { password }) });
  };
  if (signUp.isSuccess)
    return (
      <EmptyState icon="mail" title="Look into your mail">
        The link in it confirms {signUp.variables.email} and signs you in.
        {mail === 'outbox' &&
          ' This instance sends no mail itself: its operator finds the link in the outbox.'}
      </EmptyState>
    );
  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: 14 }}>
      {signUp.error !== null && !fields.shows(signUp.error) && <ProblemNotice error={signUp.error} />}
      <TextInput label="Business or project" autoComplete="organization" required {...fields.bind('name')} />
      <TextInput label="Email" type="email" autoComplete="email" required {...fields.bind('email')} />
      <PasswordInput
        label="Password"
        description="May be left out: you can always sign in by a mailed link or a passkey."
        autoComplete="new-password"
        {...fields.bind('password')}
      />
      <Button type="submit" loading={signUp.isPending}>
        Create account
      </Button>
      {children}
    </form>
  );
}
