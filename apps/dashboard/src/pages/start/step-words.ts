import type { StartStep } from './start-progress.js';

/** What each step is called, and what it is about. */
export const stepWords: Readonly<Record<StartStep, readonly [title: string, note: string]>> = {
  try: ['Try it in test mode', 'A test key, one curl, and a challenge that you watch become paid and used.'],
  wallet: [
    'Connect your wallet',
    'Where the money of real sales goes. It needs a right to make invoices and no more.',
  ],
  key: ['Make a live key', 'Your server uses it in place of the test key.'],
  payment: ['Receive a first real payment', 'A few satoshis from any Lightning wallet, straight into yours.'],
  middleware: ['Put it in front of your API', 'A few lines for your framework.'],
  webhook: ['Be told of payments', 'May be left out: a webhook for each payment.'],
  proxy: ['Sell an API as it is', 'May be left out: the gateway asks for payment, and no code is needed.'],
};
