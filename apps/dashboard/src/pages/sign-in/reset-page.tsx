import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../api/client.js';
import { refusalWords } from '../../api/refusal.js';
import { EmptyState } from '../../ui/empty-state.js';
import { useFields } from '../../ui/fields.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { AuthFrame } from './auth-frame.js';
import { useHashToken } from './hash-token.js';

/** A new password, by the token of a mailed link. */
export function ResetPage() {
  const token = useHashToken();
  const reset = useMutation({
    mutationFn: (newPassword: string) => api.post('/api/session/reset', { token, newPassword }),
  });
  const fields = useFields({ newPassword: '' }, reset.error);
  const submit = (event: React.SubmitEvent): void => {
    event.preventDefault();
    reset.mutate(fields.values.newPassword);
  };
  const signIn = <Link to="/sign-in">Go to the sign-in</Link>;
  if (token === null)
    return (
      <AuthFrame title="New password">
        <EmptyState icon="mail" title="Open the link in your mail" action={signIn}>
          This page needs the token that the link carries. A link works once; ask for a new one if it was
          used.
        </EmptyState>
      </AuthFrame>
    );
  if (reset.isSuccess)
    return (
      <AuthFrame title="New password">
        <EmptyState icon="check" title="Your password is changed" action={signIn}>
          All sessions have ended. Sign in with the new password.
        </EmptyState>
      </AuthFrame>
    );
  return (
    <AuthFrame title="New password" description="All other sessions end with the change.">
      <form onSubmit={submit} style={{ display: 'grid', gap: 14 }}>
        {reset.error !== null && !fields.shows(reset.error) && (
          <ProblemNotice
            error={refusalWords(
              reset.error,
              'The link was used already, or its time is over. Have a new one mailed.',
            )}
          />
        )}
        <PasswordInput
          label="New password"
          autoComplete="new-password"
          required
          {...fields.bind('newPassword')}
        />
        <Button type="submit" loading={reset.isPending}>
          Change the password
        </Button>
      </form>
    </AuthFrame>
  );
}
