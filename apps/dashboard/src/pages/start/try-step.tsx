import { Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.js';
import { instanceQuery } from '../../api/queries/session-queries.js';
import { apiKeysQuery } from '../../api/queries/account-queries.js';
import type { NewApiKey } from '../../api/shapes/api-keys.js';
import type { MintedChallenge } from '../../api/shapes/challenges.js';
import { CodeBlock } from '../../ui/code-block.js';
import { Note } from '../../ui/note.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { mintCommand, testPriceSats, testResource } from './commands.js';
import { TestChallenge } from './test-challenge.js';
import classes from './step.module.css';

const placeholder = 'tp_test_…';

/** A test key with a curl that works, and the challenge that it makes, from open to paid to used. */
export function TryStep({ onDone }: { readonly onDone: () => void }) {
  const client = useQueryClient();
  const { data: instance } = useQuery(instanceQuery);
  const keys = useQuery(apiKeysQuery('test'));
  const [key, setKey] = useState<string | null>(null);
  const baseUrl = instance?.publicUrl ?? window.location.origin;
  const make = useMutation({
    mutationFn: () =>
      api.post<NewApiKey>('/api/merchant/api-keys', { label: 'Setup guide' }, { mode: 'test' }),
    onSuccess: (made) => {
      setKey(made.key);
      void client.invalidateQueries({ queryKey: ['api-keys'] });
    },
  });
  const mint = useMutation({
    mutationFn: () =>
      api.post<MintedChallenge>(
        '/api/l402/challenges',
        { resource: testResource, priceSats: testPriceSats },
        { mode: 'test' },
      ),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['challenges'] }),
  });
  const hasKeys = (keys.data?.apiKeys.filter(({ revokedAt }) => revokedAt === null).length ?? 0) > 0;
  if (keys.isPending) return <Skeleton height={520} />;
  return (
    <div className={classes['step']}>
      <section className={classes['part']}>
        <h3>A test key</h3>
        {key === null ? (
          <>
            <p>
              {hasKeys
                ? 'You have test keys already. A key is shown only when it is made, so make one for this guide, or put your own into the command.'
                : 'It belongs to the sandbox: its invoices are real in form, and nothing is ever moved.'}
            </p>
            {make.error !== null && <ProblemNotice error={make.error} />}
            <div>
              <Button variant="light" loading={make.isPending} onClick={() => make.mutate()}>
                Make a test key
              </Button>
            </div>
          </>
        ) : (
          <>
            <CodeBlock code={key} what="test key" wrap />
            <Note tone="warn">It is shown this once. Keep it, or revoke it later under API keys.</Note>
          </>
        )}
      </section>
      <section className={classes['part']}>
        <h3>Mint a challenge</h3>
        <p>Run this in a terminal; it is what your server does when somebody asks without having paid.</p>
        <CodeBlock code={mintCommand(baseUrl, key ?? placeholder)} what="mint command" wrap />
        <div className={classes['row']}>
          <span>No terminal at hand?</span>
          <Button variant="default" size="xs" loading={mint.isPending} onClick={() => mint.mutate()}>
            Mint it from here
          </Button>
        </div>
        {mint.error !== null && <ProblemNotice error={mint.error} />}
      </section>
      <TestChallenge
        minted={mint.data ?? null}
        baseUrl={baseUrl}
        apiKey={key ?? placeholder}
        onDone={onDone}
      />
    </div>
  );
}
