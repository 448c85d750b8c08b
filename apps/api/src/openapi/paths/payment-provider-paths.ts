import { ValidationFailed, WalletNotConfigured, type Problem } from '@turnpike/problems';
import { jsonBody, jsonResponse, keyWith } from '../json-responses.js';
import type { Operation, Paths } from '../openapi-types.js';
import { always, bodyRefused, keyRefused, probeRefused, problemResponses } from '../problem-responses.js';
import { nwcExample, walletKeyExample } from './wallet-examples.js';

interface Put {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly schemaName: string;
  readonly body: object;
  readonly refusals: readonly Problem[];
}

const put = ({ operationId, summary, description, schemaName, body, refusals }: Put): Operation => ({
  operationId,
  tags: ['Wallets'],
  summary,
  description: `${description} Sending the same again changes nothing. Takes a live key.`,
  security: keyWith('merchant:admin'),
  requestBody: jsonBody(schemaName, { example: body }),
  responses: {
    '200': jsonResponse('Done.', 'Success', { done: { success: true } }),
    ...problemResponses(...bodyRefused, ...refusals, ...keyRefused('merchant:admin'), ...always),
  },
});

/** The routes by which published clients connect a wallet. */
export const paymentProviderPaths: Paths = {
  '/api/merchant/nwc-connection': {
    put: put({
      operationId: 'putNwcConnection',
      summary: 'Connect over Nostr Wallet Connect',
      description: 'Makes this wallet the primary one.',
      schemaName: 'NwcConnectionRequest',
      body: { nwcConnectionString: nwcExample },
      refusals: [
        new ValidationFailed({ nwcConnectionString: ["The 'secret' parameter must be 64 hex characters."] }),
        ...probeRefused('nwcConnectionString'),
      ],
    }),
  },
  '/api/merchant/opennode-key': {
    put: put({
      operationId: 'putOpenNodeKey',
      summary: 'Connect OpenNode',
      description: 'Makes this account the primary wallet.',
      schemaName: 'OpenNodeKeyRequest',
      body: { openNodeApiKey: walletKeyExample },
      refusals: [
        new ValidationFailed({ openNodeApiKey: ['openNodeApiKey must be a text of 1 to 4096 characters'] }),
        ...probeRefused('openNodeApiKey'),
      ],
    }),
  },
  '/api/merchant/payment-provider': {
    put: put({
      operationId: 'putPaymentProvider',
      summary: 'Choose the kind of wallet',
      description: 'Makes the newest wallet of that kind the primary one.',
      schemaName: 'PaymentProviderRequest',
      body: { provider: 'strike' },
      refusals: [
        new ValidationFailed({ provider: ['provider must be a text of 1 to 40 characters'] }),
        new WalletNotConfigured(),
      ],
    }),
  },
};
