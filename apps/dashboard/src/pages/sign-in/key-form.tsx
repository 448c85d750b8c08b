import { Button, PasswordInput } from '@mantine/core';
import { useFields } from '../../ui/fields.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { signInProblem } from './use-sign-in.js';
import type { SignIn } from './use-sign-in.js';

/** An API key with the scope `merchant:admin`: the session then has its mode and its scopes. */
export function KeyForm({ signIn }: { readonly signIn: SignIn }) {
  const fields = useFields({ apiKey: '' }, signIn.error);
  const submit = (event: React.SubmitEvent): void => {
    event.preventDefault();
    signIn.mutate({ apiKey: fields.values.apiKey.trim() });
  };
  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: 14 }}>
      {signIn.error !== null && !fields.shows(signIn.error) && (
        <ProblemNotice error={signInProblem(signIn)} />
      )}
      <PasswordInput
        label="API key"
        description="Begins with tp_test_ or tp_live_ and has the scope merchant:admin. You will see the mode of the key only."
        autoComplete="off"
        required
        {...fields.bind('apiKey')}
      />
      <Button type="submit" loading={signIn.isPending}>
        Sign in
      </Button>
    </form>
  );
}
