import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core';
import { useFields } from '../../ui/fields.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { signInProblem } from './use-sign-in.js';
import type { SignIn } from './use-sign-in.js';

/** Email and password. */
export function PasswordForm({
  signIn,
  onForgotten,
}: {
  readonly signIn: SignIn;
  readonly onForgotten: () => void;
}) {
  const fields = useFields({ email: '', password: '' }, signIn.error);
  const submit = (event: React.SubmitEvent): void => {
    event.preventDefault();
    signIn.mutate({ email: fields.values.email.trim(), password: fields.values.password });
  };
  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: 14 }}>
      {signIn.error !== null && !fields.shows(signIn.error) && (
        <ProblemNotice error={signInProblem(signIn)} />
      )}
      <TextInput
        label="Email"
        type="email"
        autoComplete="username webauthn"
        required
        {...fields.bind('email')}
      />
      <PasswordInput label="Password" autoComplete="current-password" required {...fields.bind('password')} />
      <Button type="submit" loading={signIn.isPending}>
        Sign in
      </Button>
      <Anchor component="button" type="button" size="sm" ta="left" onClick={onForgotten}>
        Forgot your password? Sign in by a mailed link.
      </Anchor>
    </form>
  );
}
