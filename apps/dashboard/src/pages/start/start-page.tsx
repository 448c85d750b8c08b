import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useLocalStorage } from '@mantine/hooks';
import { lazy, useState } from 'react';
import { quickstartQuery } from '../../api/queries/account-queries.js';
import { challengesQuery } from '../../api/queries/sales-queries.js';
import { useSession } from '../../session/use-session.js';
import { Note } from '../../ui/note.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { LiveKeyStep } from './live-key-step.js';
import { ProxyStep } from './proxy-step.js';
import { StartSteps } from './start-steps.js';
import { doneSteps, openStep } from './start-progress.js';
import type { StartStep } from './start-progress.js';
import { TryStep } from './try-step.js';
import { WebhookStep } from './webhook-step.js';

// What is not looked at by everybody is loaded when its step is opened.
const WalletStep = lazy(() => import('./wallet-step.js').then((part) => ({ default: part.WalletStep })));
const PaymentStep = lazy(() => import('./payment-step.js').then((part) => ({ default: part.PaymentStep })));
const MiddlewareStep = lazy(() =>
  import('./middleware-step.js').then((part) => ({ default: part.MiddlewareStep })),
);

const route = getRouteApi('/signed-in/start');
const recentMax = 5;
const readAgainMillis = 4_000;

/** From nothing to the first real payment. Where somebody has stopped is known by the server, so it goes on from there. */
export function StartPage() {
  const { merchantId } = useSession();
  const navigate = route.useNavigate();
  const asked = route.useSearch().step;
  const quickstart = useQuery({ ...quickstartQuery, refetchInterval: readAgainMillis });
  const tests = useInfiniteQuery({
    ...challengesQuery('test', {}, recentMax),
    refetchInterval: readAgainMillis,
  });
  const [isWired, setWired] = useLocalStorage({ key: `turnpike.wired.${merchantId}`, defaultValue: false });
  // The step that was open first stays so when it is done: what it says then is to be read.
  const [begun, setBegun] = useState<StartStep | null>();
  const goTo = (step: StartStep | undefined): void => {
    setBegun(undefined);
    void navigate({ search: step === undefined ? {} : { step }, replace: true, resetScroll: false });
  };
  // Which step is open depends on both, so nothing is shown before both are known.
  const isKnown = tests.isFetched;
  const testChallenges = tests.data?.pages.flatMap(({ challenges }) => challenges) ?? [];
  const known = isKnown ? quickstart.data : undefined;
  const done = known && doneSteps({ quickstart: known, testChallenges, isWired });
  if (done !== undefined && begun === undefined) setBegun(openStep(asked, done));
  return (
    <Page
      narrow
      title="Setup guide"
      description="First a test that costs nothing, then your wallet, a live key and the first real payment. You can stop at any time and go on later."
    >
      <QueryView query={{ ...quickstart, data: known && done && { ...known, done } }} height={480}>
        {({ done, ...data }) => {
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
                  setWired(true);
                  goTo('webhook');
                }}
              />
            ),
            webhook: <WebhookStep />,
            proxy: <ProxyStep />,
          };
          return (
            <>
              {data.isReadyForProduction && (
                <Note tone="good" title="You are ready to sell">
                  Wallet, live key and a first payment are in place. What is left below is up to you.
                </Note>
              )}
              <StartSteps done={done} open={open} contents={contents} onOpen={goTo} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}
