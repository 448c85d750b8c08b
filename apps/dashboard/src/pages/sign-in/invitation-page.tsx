import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiProblem } from '../../api/api-problem.js';
import { api } from '../../api/client.js';
import { basePath } from '../../session/own-path.js';
import { EmptyState } from '../../ui/empty-state.js';
import { useFields } from '../../ui/fields.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { AuthFrame } from './auth-frame.js';
import { useEnter } from './enter.js';
import { useHashToken } from './hash-token.js';
import { forgetInvitation, keepInvitation, keptInvitation } from './kept-invitation.js';

/** Takes an invitation: a new account with a name, or the one of whoever has signed in for it. */
export function InvitationPage() {
  const fresh = useHashToken();
  const [kept] = useState(keptInvitation);
  const token = fresh ?? kept;
  const enter = useEnter();
  const accept = useMutation({
    mutationFn: (answer: { name?: string; password?: string }) =>
      api.post('/api/invitations/accept', { token, ...answer }),
    onSuccess: () => {
      forgetInvitation();
      enter('/');
    },
  });
  const fields = useFields({ name: '', password: '' }, accept.error);
  const submit = (event: React.SubmitEvent): void => {
    event.preventDefault();
    const { name, password } = fields.values;
    accept.mutate({
      ...(name.trim() === '' ? {} : { name: name.trim() }),
      ...(password === '' ? {} : { password }),
    });
  };
  if (token === null)
    return (
      <AuthFrame title="Invitation">
        <EmptyState
          icon="mail"
          title="Open the link in your mail"
          action={<Link to="/sign-in">Go to the sign-in</Link>}
        >
          This page needs the token that the link carries. Ask for a new invitation if it was used or is too
          old.
        </EmptyState>
      </AuthFrame>
    );
  const asked = addressee(accept.error);
  if (asked !== null) return <SignInFirst email={asked} token={token} />;
  const isBack = fresh === null;
  return (
    <AuthFrame
      title="Join the team"
      description={
        isBack
          ? 'You are signed in. The merchant is added to your account.'
          : 'Tell the others your name. Both fields may stay empty if you have an account.'
      }
    >
      <form onSubmit={submit} style={{ display: 'grid', gap: 14 }}>
        {accept.error !== null && !fields.shows(accept.error) && <ProblemNotice error={accept.error} />}
        {!isBack && (
          <>
            <TextInput label="Your name" autoComplete="name" {...fields.bind('name')} />
            <PasswordInput
              label="Password"
              description="May be left out: you can always sign in by a mailed link or a passkey."
              autoComplete="new-password"
              {...fields.bind('password')}
            />
          </>
        )}
        <Button type="submit" loading={accept.isPending}>
          Accept the invitation
        </Button>
      </form>
    </AuthFrame>
  );
}

/** Whose the account is that must be signed in first; null where that is not what was wrong. */
function addressee(error: unknown): string | null {
  if (!(error instanceof ApiProblem) || error.slug !== 'sign_in_first') return null;
  return typeof error.members['email'] === 'string' ? error.members['email'] : '';
}

function SignInFirst({ email, token }: { readonly email: string; readonly token: string }) {
  const navigate = useNavigate();
  const go = (): void => {
    keepInvitation(token);
    void navigate({ to: '/sign-in', search: { next: `${basePath}/invitation` } });
  };
  return (
    <AuthFrame
      title="Sign in first"
      description={
        <>
          <strong>{email}</strong> has an account here. Sign in as {email}, then accept the invitation. After
          a sign-in by a mailed link, open the invitation in your mail once more.
        </>
      }
    >
      <Button onClick={go}>Go to the sign-in</Button>
    </AuthFrame>
  );
}
