import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMode } from '../../api/mode.js';
import type { Proxy } from '../../api/shapes/proxies.js';
import { Card } from '../../ui/card.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { FindingNote } from './finding-note.js';
import { priceCheckQuery } from './proxies-api.js';
import { priceWords } from './proxy-words.js';
import classes from './proxies.module.css';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Tells which price a path would get, by the rules of the gateway itself. */
export function PriceCheckCard({ proxy }: { readonly proxy: Proxy }) {
  const mode = useMode();
  const [path, setPath] = useState('/');
  const [method, setMethod] = useState('GET');
  const [asked, setAsked] = useState<{ readonly method: string; readonly path: string } | null>(null);
  const check = useQuery({
    ...priceCheckQuery(mode, proxy.proxyId, asked?.method ?? 'GET', asked?.path ?? '/'),
    enabled: asked !== null,
  });
  const { data } = check;
  const spelled = data?.path != null && data.path !== asked?.path;
  return (
    <Card title="Which price would this path get?" description="Asked of the gateway; nothing is minted.">
      <form
        className={classes['part']}
        onSubmit={(event) => {
          event.preventDefault();
          setAsked({ method, path });
          if (asked?.method === method && asked.path === path) void check.refetch();
        }}
      >
        <div className={classes['beside']}>
          <TextInput
            label="Path to check"
            spellCheck={false}
            value={path}
            onChange={({ currentTarget: { value } }) => setPath(value)}
          />
          <NativeSelect
            label="Method"
            data={methods}
            value={method}
            onChange={({ currentTarget: { value } }) => setMethod(value)}
          />
          <Button type="submit" variant="default" loading={check.isFetching}>
            Check
          </Button>
        </div>
        {check.error !== null && <ProblemNotice error={check.error} />}
        {data !== undefined && <FindingNote finding={priceWords(data)} />}
        {spelled && (
          <p>
            Looked up as <span className="tp-mono tp-break">{data.path}</span>.
          </p>
        )}
      </form>
    </Card>
  );
}
