import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../api/client.js';
import { EmptyState } from '../../ui/empty-state.js';
import { useFields } from '../../ui/fields.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { AuthFrame } from './auth-frame.js';
import { useEnter } from './enter.js';
import { useHashToken } from './hash-token.js';

/** Takes an invitation; whoever has an account already leaves the fields empty. */
export function InvitationPage() {
  const token = useHashToken();
  const enter = useEnter();
  const accept = useMutation({
    mutationFn: (answer: { name?: string; password?: string }) =>
      api.post('/api/invitations/accept', { token, ...answer }),
    onSuccess: () => enter('/'),
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
  return (
    <AuthFrame
      title="Join the team"
      description="Tell the others your name. Both fields may stay empty if you have an account."
    >
      <form onSubmit={submit} style={{ display: 'grid', gap: 14 }}>
        {accept.error !== null && !fields.shows(accept.error) && <ProblemNotice error={accept.error} />}
        <TextInput label="Your name" autoComplete="name" {...fields.bind('name')} />
        <PasswordInput
          label="Password"
          description="May be left out: you can always sign in by a mailed link or a passkey."
          autoComplete="new-password"
          {...fields.bind('password')}
        />
        <Button type="submit" loading={accept.isPending}>
          Accept the invitation
        </Button>
      </form>
    </AuthFrame>
  );
}
