import { Button, Divider, PasswordInput } from '@mantine/core';
import { useFields } from '../../ui/fields.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { AuthFrame } from './auth-frame.js';
import type { LinkSignInProps } from './link-sign-in.js';
import { isMadeByPayment } from './use-sign-in.js';

/** Whose a merchant is that somebody paid for with this address: it is taken over with its key, or left to whoever has it. */
export function PaidMerchantChoice({ token, signIn }: LinkSignInProps) {
  const fields = useFields({ apiKey: '' }, signIn.error);
  const submit = (event: React.SubmitEvent): void => {
    event.preventDefault();
    signIn.mutate({ token, apiKey: fields.values.apiKey.trim() });
  };
  const { error } = signIn;
  return (
    <AuthFrame
      title="Was it you who paid?"
      description="Somebody paid for a merchant with your address. Whoever paid has its API keys, and may have set up wallets and webhooks in it."
    >
      {error !== null && !isMadeByPayment(error) && !fields.shows(error) && <ProblemNotice error={error} />}
      <form onSubmit={submit} style={{ display: 'grid', gap: 14 }}>
        <PasswordInput
          label="Live API key"
          description="It begins with tp_live_ and was shown after the payment. With it the merchant becomes yours as it is."
          autoComplete="off"
          required
          {...fields.bind('apiKey')}
        />
        <Button type="submit" loading={signIn.isPending}>
          It was me: take it over
        </Button>
      </form>
      <Divider label="or" />
      <p style={{ margin: 0 }}>
        You begin without that merchant, and with nothing that was made in it. It loses your address.
      </p>
      <Button
        variant="default"
        loading={signIn.isPending}
        onClick={() => signIn.mutate({ token, startAfresh: true })}
      >
        It was not me: start afresh
      </Button>
    </AuthFrame>
  );
}
