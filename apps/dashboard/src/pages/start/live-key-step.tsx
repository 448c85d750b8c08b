import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../api/client.js';
import { apiKeysQuery } from '../../api/queries/account-queries.js';
import type { NewApiKey } from '../../api/shapes/api-keys.js';
import { useMay } from '../../session/use-session.js';
import { Note } from '../../ui/note.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { keyState } from '../keys/key-state.js';
import classes from './step.module.css';

/** A live key that may mint and verify and nothing else: what a server needs. */
export function LiveKeyStep({ onDone }: { readonly onDone: () => void }) {
  const client = useQueryClient();
  const mayMake = useMay('developer');
  const keys = useQuery(apiKeysQuery('live'));
  const make = useMutation({
    mutationFn: () =>
      api.post<NewApiKey>(
        '/api/merchant/api-keys',
        { label: 'Server', scopes: ['challenges:write', 'challenges:verify', 'challenges:read'] },
        { mode: 'live' },
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['api-keys'] });
      void client.invalidateQueries({ queryKey: ['quickstart'] });
    },
  });
  if (make.isSuccess)
    return (
      <ShownOnce secret={make.data.key} what="live key" onDone={onDone}>
        <p style={{ margin: 0 }}>
          Give it to your server as a variable, such as TURNPIKE_KEY; never to a browser.
        </p>
      </ShownOnce>
    );
  const working = keys.data?.apiKeys.filter((key) => keyState(key, Date.now()).works) ?? [];
  return (
    <div className={classes['step']}>
      <section className={classes['part']}>
        <p>It may mint, verify and read challenges, and change nothing of your account.</p>
        {working.length > 0 && (
          <Note
            tone="good"
            title={working.length === 1 ? 'You have a live key' : `You have ${working.length} live keys`}
          >
            Its secret was shown when it was made. <Link to="/keys">See your keys</Link>, or make another one.
          </Note>
        )}
        {make.error !== null && <ProblemNotice error={make.error} />}
        <div className={classes['row']}>
          <Button
            variant={working.length > 0 ? 'default' : 'filled'}
            disabled={!mayMake}
            loading={make.isPending}
            onClick={() => make.mutate()}
          >
            Make a live key
          </Button>
          {working.length > 0 && <Button onClick={onDone}>Go on</Button>}
        </div>
      </section>
    </div>
  );
}
