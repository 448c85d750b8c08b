import { Button, Divider } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { instanceQuery } from '../../api/queries/session-queries.js';
import { Icon } from '../../ui/icon.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { AuthFrame } from './auth-frame.js';
import { CodeForm } from './code-form.js';
import { useHashToken } from './hash-token.js';
import { KeyForm } from './key-form.js';
import { LinkForm } from './link-form.js';
import { PasswordForm } from './password-form.js';
import { needsCode, usePasskey, useSignIn } from './use-sign-in.js';

type Way = 'password' | 'link' | 'key';

const otherWays: Readonly<Record<Way, string>> = {
  password: 'Use a password',
  link: 'Mail me a link',
  key: 'Use an API key',
};

/** Signing in: by password, by a link that was mailed, by passkey or with an API key; with a second factor where it is on. */
export function SignInPage() {
  const token = useHashToken();
  const instance = useQuery(instanceQuery);
  const [way, setWay] = useState<Way>('password');
  const signIn = useSignIn();
  const passkey = usePasskey();
  const { mutate } = signIn;
  useEffect(() => {
    if (token !== null) mutate({ token });
  }, [token, mutate]);

  if (signIn.isSuccess || passkey.isSuccess) return <AuthFrame title="Signed in">One moment …</AuthFrame>;
  if (needsCode(signIn.error) || (signIn.variables?.code !== undefined && signIn.error !== null))
    return <CodeForm signIn={signIn} />;
  if (token !== null && signIn.error === null)
    return <AuthFrame title="Signing in">Your link is being checked …</AuthFrame>;
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
      {passkey.error !== null && <ProblemNotice error={passkey.error} />}
      {way === 'password' && <PasswordForm signIn={signIn} onForgotten={() => setWay('link')} />}
      {way === 'link' && <LinkForm mail={instance.data?.mail} />}
      {way === 'key' && <KeyForm signIn={signIn} />}
      <Divider label="or" />
      <Button
        variant="default"
        leftSection={<Icon name="shield" />}
        loading={passkey.isPending}
        onClick={() => passkey.mutate()}
      >
        Sign in with a passkey
      </Button>
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
    </AuthFrame>
  );
}
