import {
  NotFound,
  ValidationFailed,
  WalletInUse,
  WalletRateLimited,
  WalletUnavailable,
} from '@turnpike/problems';
import { emptyResponse, jsonBody, jsonResponse, keyWith, walletIdParameter } from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { always, bodyRefused, keyRefused, probeRefused, problemResponses } from '../problem-responses.js';
import { alertExample, walletExample, walletKeyExample } from './wallet-examples.js';

const security = keyWith('merchant:admin');
const refused = keyRefused('merchant:admin');
const testMode = new ValidationFailed({
  mode: ['mode must be live: test mode always uses the sandbox. Send a live key.'],
});
const notFound = new NotFound('Wallet');

/** A merchant's wallets. */
export const walletPaths: Paths = {
  '/api/merchant/wallets': {
    get: {
      operationId: 'listWallets',
      tags: ['Wallets'],
      summary: 'List wallets',
      description:
        'With their health and warnings, and alerts about what they need to be looked at for. Test mode has the sandbox and lists none.',
      security,
      responses: {
        '200': jsonResponse('The wallets.', 'WalletList', {
          one: { wallets: [walletExample], alerts: [alertExample] },
          none: { wallets: [], alerts: [] },
        }),
        ...problemResponses(...refused, ...always),
      },
    },
    post: {
      operationId: 'connectWallet',
      tags: ['Wallets'],
      summary: 'Connect a wallet',
      description:
        'The wallet is tried out first: its rights are read, as far as it shows them, and it makes one or two invoices over one satoshi (`lnurl` and `cashu`: over their minimum), which are checked, looked up where they are over one satoshi, and paid by nobody. Nothing is stored if that fails, nor if the credentials are found to allow more than is needed, unless `acceptSpendRisk` is true. Credentials are sealed and never given out. Takes a live key.',
      security,
      requestBody: jsonBody('WalletRequest', {
        strike: { kind: 'strike', label: 'Shop account', credentials: { apiKey: walletKeyExample } },
        node: {
          kind: 'phoenixd',
          role: 'fallback',
          credentials: { url: 'https://phoenixd.example', password: walletKeyExample },
        },
      }),
      responses: {
        '201': jsonResponse('The wallet.', 'Wallet', { connected: walletExample }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({ credentials: ['credentials must be an object'] }),
          ...probeRefused('credentials.url'),
          ...refused,
          ...always,
        ),
      },
    },
  },
  '/api/merchant/wallets/{id}': {
    patch: {
      operationId: 'changeWallet',
      tags: ['Wallets'],
      summary: 'Change a wallet',
      description: 'A role leaves the wallet that had it in the same moment. Takes a live key.',
      security,
      parameters: [walletIdParameter],
      requestBody: jsonBody('WalletPatch', { role: { role: 'primary' }, label: { label: 'Old account' } }),
      responses: {
        '200': jsonResponse('The wallet as it now is.', 'Wallet', { changed: walletExample }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({ role: ['role must be one of the following values: primary, fallback'] }),
          ...refused,
          notFound,
          ...always,
        ),
      },
    },
    delete: {
      operationId: 'removeWallet',
      tags: ['Wallets'],
      summary: 'Remove a wallet',
      description:
        'With its credentials. What it has not said about open invoices becomes `unknown`. The primary wallet stays until its role is given to another or taken away. Takes a live key.',
      security,
      parameters: [walletIdParameter],
      responses: {
        '204': emptyResponse('Removed.'),
        ...problemResponses(...bodyRefused, testMode, ...refused, notFound, new WalletInUse(), ...always),
      },
    },
  },
  '/api/merchant/wallets/{id}/check': {
    post: {
      operationId: 'checkWallet',
      tags: ['Wallets'],
      summary: 'Check a wallet',
      description:
        'Tries it out again, with one or two invoices as when it was connected. What is found, that it does not answer included, is in the answer; only where our own limits leave no room for the calls it is 503. Takes a live key.',
      security,
      parameters: [walletIdParameter],
      responses: {
        '200': jsonResponse('The wallet as it now is.', 'Wallet', {
          well: walletExample,
          away: { ...walletExample, health: 'unavailable' },
        }),
        ...problemResponses(
          ...bodyRefused,
          testMode,
          ...refused,
          notFound,
          new WalletRateLimited(7),
          new WalletUnavailable(5),
          ...always,
        ),
      },
    },
  },
};
