import { Button, TextInput, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import { useMode } from '../../api/mode.js';
import type { Inspection } from '../../api/shapes/inspection.js';
import { Card } from '../../ui/card.js';
import { useFields } from '../../ui/fields.js';
import { Page } from '../../ui/page.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { InspectionResult } from './inspection-result.js';
import classes from './inspector-page.module.css';

/** Takes a macaroon, a header or an invoice apart, and says what verify would answer, without using the token. */
export function InspectorPage() {
  const mode = useMode();
  const inspect = useMutation({
    mutationFn: (body: Record<string, unknown>) =>
      api.post<Inspection>('/api/merchant/inspect', body, { mode }),
  });
  const fields = useFields({ text: '', resource: '', amountSats: '', method: '' }, inspect.error);
  const submit = (event: React.SubmitEvent): void => {
    event.preventDefault();
    const { text, resource, amountSats, method } = fields.values;
    inspect.mutate({
      text,
      ...(resource === '' ? {} : { resource }),
      ...(amountSats === '' ? {} : { amountSats: Number(amountSats) }),
      ...(method === '' ? {} : { method: method.toUpperCase() }),
    });
  };
  return (
    <Page
      title="Token inspector"
      description="Paste what a payer sent, or what your server sent: a macaroon, an Authorization or WWW-Authenticate header, or an invoice. Looking at a token never uses it."
    >
      <Card>
        <form onSubmit={submit} className={classes['form']}>
          {inspect.error !== null && !fields.shows(inspect.error) && <ProblemNotice error={inspect.error} />}
          <Textarea
            label="Token, header or invoice"
            placeholder="L402 AgEIdHVybnBpa2UC…:6a5784a6…"
            autosize
            minRows={3}
            maxRows={10}
            required
            spellCheck={false}
            data-search
            classNames={{ input: 'tp-mono' }}
            {...fields.bind('text')}
          />
          <fieldset className={classes['context']}>
            <legend>Compare with the request (optional)</legend>
            <TextInput label="Resource" placeholder="/api/premium/weather" {...fields.bind('resource')} />
            <TextInput label="Amount in sats" inputMode="numeric" {...fields.bind('amountSats')} />
            <TextInput label="Method" placeholder="GET" {...fields.bind('method')} />
          </fieldset>
          <div>
            <Button type="submit" loading={inspect.isPending}>
              Inspect
            </Button>
          </div>
        </form>
      </Card>
      <div aria-live="polite" className={classes['results']}>
        {inspect.data !== undefined && <InspectionResult inspection={inspect.data} />}
      </div>
    </Page>
  );
}
