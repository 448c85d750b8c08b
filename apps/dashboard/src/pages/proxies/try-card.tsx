import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.js';
import type { Proxy } from '../../api/shapes/proxies.js';
import { Card } from '../../ui/card.js';
import { CodeBlock } from '../../ui/code-block.js';
import { Money } from '../../ui/money.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { callGateway } from './try-proxy.js';
import type { GatewayAnswer } from './try-proxy.js';
import { readProxiesAgain } from './proxies-api.js';
import classes from './proxies.module.css';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** A proxy of test mode, and the path to begin with. */
export interface TryCardProps {
  readonly proxy: Proxy;
  readonly initialPath: string;
}

/** Buys from the proxy in the sandbox: the 402, the payment, the paid answer. */
export function TryCard({ proxy, initialPath }: TryCardProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [method, setMethod] = useState('GET');
  const path = typed ?? initialPath;
  const url = proxy.proxyUrl + (path.startsWith('/') ? path : `/${path}`);
  const ask = useMutation({
    mutationFn: (request: { readonly url: string; readonly method: string }) =>
      callGateway(request.url, request.method, null),
  });
  const buy = useMutation({
    mutationFn: async ({ invoice, macaroon }: { readonly invoice: string; readonly macaroon: string }) => {
      const { preimage } = await api.post<{ preimage: string | null }>(
        '/api/sandbox/pay',
        { invoice },
        { mode: 'test' },
      );
      const request = ask.variables ?? { url, method };
      return callGateway(request.url, request.method, `L402 ${macaroon}:${preimage ?? ''}`);
    },
    onSuccess: () => void readProxiesAgain('proxy-figures', 'challenges', 'overview'),
  });
  const asked = ask.data?.asked ?? null;
  return (
    <Card title="Try it" description="A purchase in the sandbox, from the 402 to the paid answer.">
      <form
        className={classes['part']}
        onSubmit={(event) => {
          event.preventDefault();
          buy.reset();
          ask.mutate({ url, method });
        }}
      >
        <div className={classes['beside']}>
          <TextInput
            label="Path"
            value={path}
            onChange={({ currentTarget: { value } }) => setTyped(value)}
            spellCheck={false}
          />
          <NativeSelect
            label="Method"
            data={methods}
            value={method}
            onChange={({ currentTarget: { value } }) => setMethod(value)}
          />
          <Button type="submit" loading={ask.isPending}>
            Call it unpaid
          </Button>
        </div>
        {ask.error !== null && <ProblemNotice error={ask.error} />}
        {ask.isSuccess && !buy.isSuccess && <Answer answer={ask.data} what="answer" />}
        {asked !== null && !buy.isSuccess && (
          <div className={classes['row']}>
            <Button loading={buy.isPending} onClick={() => buy.mutate(asked)}>
              Pay in the sandbox and call again
            </Button>
            <span>
              It costs <Money sats={asked.priceSats} />.
            </span>
          </div>
        )}
        {buy.error !== null && <ProblemNotice error={buy.error} />}
        {buy.isSuccess && <Answer answer={buy.data} what="paid answer" />}
      </form>
    </Card>
  );
}

function Answer({ answer, what }: { readonly answer: GatewayAnswer; readonly what: string }) {
  const { status, contentType, text } = answer;
  const tone = status === 402 ? 'warn' : status < 400 ? 'good' : 'bad';
  return (
    <div className={classes['part']} role="status">
      <div className={classes['answer']}>
        <StatusBadge tone={tone}>{status === 402 ? '402 Payment Required' : String(status)}</StatusBadge>
        <span className="tp-mono tp-break">{contentType}</span>
      </div>
      {adviceFor(status) !== null && <p>{adviceFor(status)}</p>}
      {text !== '' && <CodeBlock code={text} what={what} wrap />}
    </div>
  );
}

/** What to do about an answer that is neither the request for payment nor what was sold. */
function adviceFor(status: number): string | null {
  if (status === 404)
    return 'Nothing is there: the path is blocked or not allowed, the upstream knows no such path, or the gateway has another address than this page: then use the command above.';
  if (status === 405) return 'This method is not taken: see Upstream.';
  if (status === 429) return 'Too many invoices were asked for from your address. Wait a minute.';
  if (status === 502 || status === 504)
    return 'The upstream did not answer. Look at its address under Upstream; the payment stays good.';
  return null;
}
