import { Button, TextInput } from '@mantine/core';
import { useFields } from '../../ui/fields.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { AuthFrame } from './auth-frame.js';
import { needsCode, signInProblem } from './use-sign-in.js';
import type { SignIn } from './use-sign-in.js';

/** The second factor: what was sent before is sent again, with the code. */
export function CodeForm({ signIn }: { readonly signIn: SignIn }) {
  const fields = useFields({ code: '' }, signIn.error);
  const { variables } = signIn;
  const submit = (event: React.SubmitEvent): void => {
    event.preventDefault();
    if (variables !== undefined)
      signIn.mutate({ ...variables, code: fields.values.code.replaceAll(/\s/g, '') });
  };
  return (
    <AuthFrame title="Second factor" description="Enter the code that your authenticator app shows now.">
      <form onSubmit={submit} style={{ display: 'grid', gap: 14 }}>
        {signIn.error !== null && !needsCode(signIn.error) && !fields.shows(signIn.error) && (
          <ProblemNotice error={signInProblem(signIn)} />
        )}
        <TextInput
          label="Code"
          description="Six digits. A recovery code does as well."
          autoComplete="one-time-code"
          autoFocus
          required
          {...fields.bind('code')}
        />
        <Button type="submit" loading={signIn.isPending}>
          Go on
        </Button>
        <Button variant="subtle" onClick={() => signIn.reset()}>
          Start again
        </Button>
      </form>
    </AuthFrame>
  );
}
