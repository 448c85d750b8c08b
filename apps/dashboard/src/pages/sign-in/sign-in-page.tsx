import { Button, Divider } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { instanceQuery } from '../../api/queries/session-queries.js';
import { Icon } from '../../ui/icon.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { AuthFrame } from './auth-frame.js';
import { CodeForm } from './code-form.js';
import { useHashToken } from './hash-token.js';
import { KeyForm } from './key-form.js';
import { LinkForm } from './link-form.js';
import { LinkSignIn } from './link-sign-in.js';
import { PaidMerchantChoice } from './paid-merchant-choice.js';
import { passkeyProblem } from './passkey-problem.js';
import { hasPasskeysHere, PasskeysElsewhere } from './passkeys-elsewhere.js';
import { PasswordForm } from './password-form.js';
import { isMadeByPayment, needsCode, usePasskey, useSignIn } from './use-sign-in.js';
import type { Credentials } from './use-sign-in.js';

type Way = 'password' | 'link' | 'key';

const otherWays: Readonly<Record<Way, string>> = {
  password: 'Use a password',
  link: 'Mail me a link',
  key: 'Use an API key',
};

/** Whether it was said what is to become of a merchant that a payment made. */
function hasChosen(sent: Credentials | undefined): boolean {
  return sent !== undefined && 'token' in sent && (sent.apiKey ?? sent.startAfresh) !== undefined;
}

/** Signing in: by password, by a link that was mailed, by passkey or with an API key; with a second factor where it is on. */
export function SignInPage() {
  const token = useHashToken();
  const instance = useQuery(instanceQuery);
  const [way, setWay] = useState<Way>('password');
  const signIn = useSignIn();
  const passkey = usePasskey();

  if (signIn.isSuccess || passkey.isSuccess) return <AuthFrame title="Signed in">One moment …</AuthFrame>;
  const { variables, error } = signIn;
  const asksWhose = token !== null && isMadeByPayment(error);
  if (!asksWhose && (needsCode(error) || (variables?.code !== undefined && error !== null)))
    return <CodeForm signIn={signIn} />;
  if (asksWhose || (token !== null && hasChosen(variables)))
    return <PaidMerchantChoice token={token} signIn={signIn} />;
  if (token !== null && error === null) return <LinkSignIn token={token} signIn={signIn} />;
  const signup = instance.data?.signup;
  return (
    <AuthFrame
      title="Sign in"
      footer={
        signup !== undefined && (signup.free || signup.l402) ? (
          <>
            New here? <Link to="/sign-up">Create an account</Link>
          </>
        ) : (
          'Accounts on this instance are made by its operator.'
        )
      }
    >
      {passkey.error !== null && <ProblemNotice error={passkeyProblem(passkey.error, 'used')} />}
      {way === 'password' && <PasswordForm signIn={signIn} onForgotten={() => setWay('link')} />}
      {way === 'link' && <LinkForm mail={instance.data?.mail} />}
      {way === 'key' && <KeyForm signIn={signIn} />}
      <Divider label="or" />
      {hasPasskeysHere() && (
        <Button
          variant="default"
          leftSection={<Icon name="shield" />}
          loading={passkey.isPending}
          onClick={() => passkey.mutate()}
        >
          Sign in with a passkey
        </Button>
      )}
      {(Object.keys(otherWays) as Way[])
        .filter((other) => other !== way)
        .map((other) => (
          <Button
            key={other}
            variant="default"
            leftSection={<Icon name={other === 'key' ? 'key' : other === 'link' ? 'mail' : 'user'} />}
            onClick={() => {
              signIn.reset();
              setWay(other);
            }}
          >
            {otherWays[other]}
          </Button>
        ))}
      {!hasPasskeysHere() && <PasskeysElsewhere />}
    </AuthFrame>
  );
}
