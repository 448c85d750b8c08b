import { getRouteApi } from '@tanstack/react-router';
import { lazy, useState } from 'react';
import { Note } from '../../ui/note.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { LiveKeyStep } from './live-key-step.js';
import { ProxyStep } from './proxy-step.js';
import { StartSteps } from './start-steps.js';
import { openStep, progressOf } from './start-progress.js';
import type { StartStep } from './start-progress.js';
import { useStartProgress } from './use-start-progress.js';
import { TryStep } from './try-step.js';
import { WebhookStep } from './webhook-step.js';

// What is not looked at by everybody is loaded when its step is opened.
const WalletStep = lazy(() => import('./wallet-step.js').then((part) => ({ default: part.WalletStep })));
const PaymentStep = lazy(() => import('./payment-step.js').then((part) => ({ default: part.PaymentStep })));
const MiddlewareStep = lazy(() =>
  import('./middleware-step.js').then((part) => ({ default: part.MiddlewareStep })),
);

const route = getRouteApi('/signed-in/start');
const readAgainMillis = 4_000;

/** From nothing to the first real payment. Where somebody has stopped is known by the server, so it goes on from there. */
export function StartPage() {
  const navigate = route.useNavigate();
  const asked = route.useSearch().step;
  const { query, isWired, wire } = useStartProgress(readAgainMillis);
  // The step that was open first stays so when it is done: what it says then is to be read.
  const [begun, setBegun] = useState<StartStep | null>();
  const goTo = (step: StartStep | undefined): void => {
    setBegun(undefined);
    void navigate({ search: step === undefined ? {} : { step }, replace: true, resetScroll: false });
  };
  if (query.data !== undefined && begun === undefined) setBegun(openStep(asked, query.data.done));
  return (
    <Page
      narrow
      title="Setup guide"
      description="First a test that costs nothing, then your wallet, a live key and the first real payment. You can stop at any time and go on later."
    >
      <QueryView query={query} height={480}>
        {({ done, isReady }) => {
          const { count, total } = progressOf(done);
          const open = openStep(asked ?? begun ?? undefined, done);
          const contents = {
            try: <TryStep onDone={() => goTo('wallet')} />,
            wallet: <WalletStep onDone={() => goTo('key')} />,
            key: <LiveKeyStep onDone={() => goTo('payment')} />,
            payment: <PaymentStep hasWallet={done.has('wallet')} onDone={() => goTo('middleware')} />,
            middleware: (
              <MiddlewareStep
                isWired={isWired}
                onWired={() => {
                  wire();
                  goTo('webhook');
                }}
              />
            ),
            webhook: <WebhookStep />,
            proxy: <ProxyStep />,
          };
          return (
            <>
              {isReady ? (
                <Note tone="good" title="You are ready to sell">
                  Wallet, live key and a first payment are in place. What is left below is up to you.
                </Note>
              ) : (
                <p style={{ margin: 0 }}>
                  <strong>
                    {count} of {total} steps done.
                  </strong>{' '}
                  Steps 6 and 7 may be left out and are not counted.
                </p>
              )}
              <StartSteps done={done} open={open} contents={contents} onOpen={goTo} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}
