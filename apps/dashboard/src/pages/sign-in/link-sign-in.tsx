import { Button } from '@mantine/core';
import { AuthFrame } from './auth-frame.js';
import type { SignIn } from './use-sign-in.js';

/** The token of the link, and the sign-in that it begins. */
export interface LinkSignInProps {
  readonly token: string;
  readonly signIn: SignIn;
}

/**
 * What a one-time link opens: nothing by itself, since anybody may send anybody a link of their own, and whoever is signed in by
 * it works in that account from then on.
 */
export function LinkSignIn({ token, signIn }: LinkSignInProps) {
  return (
    <AuthFrame
      title="Sign in by this link?"
      description="Go on if you asked for it, or know who gave it to you: this browser is then signed in to the account that the link was made for."
    >
      <Button autoFocus loading={signIn.isPending} onClick={() => signIn.mutate({ token })}>
        Continue
      </Button>
    </AuthFrame>
  );
}
