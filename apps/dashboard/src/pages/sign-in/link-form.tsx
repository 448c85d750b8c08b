import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import { EmptyState } from '../../ui/empty-state.js';
import { useFields } from '../../ui/fields.js';
import { ProblemNotice } from '../../ui/problem-notice.js';

/** Asks for a link that signs in once. Whether the address is known is never said. */
export function LinkForm({ mail }: { readonly mail: 'smtp' | 'outbox' | undefined }) {
  const ask = useMutation({ mutationFn: (email: string) => api.post('/api/session/link', { email }) });
  const fields = useFields({ email: '' }, ask.error);
  const submit = (event: React.SubmitEvent): void => {
    event.preventDefault();
    ask.mutate(fields.values.email.trim());
  };
  if (ask.isSuccess)
    return (
      <EmptyState icon="mail" title="Look into your mail">
        If {ask.variables} has an account, a link is on its way. It works once and for a short time.
        {mail === 'outbox' &&
          ' This instance sends no mail itself: its operator finds the link in the outbox.'}
      </EmptyState>
    );
  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: 14 }}>
      {ask.error !== null && !fields.shows(ask.error) && <ProblemNotice error={ask.error} />}
      <TextInput label="Email" type="email" autoComplete="email" required {...fields.bind('email')} />
      <Button type="submit" loading={ask.isPending}>
        Mail me a link
      </Button>
    </form>
  );
}
