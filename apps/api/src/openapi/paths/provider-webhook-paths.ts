import { InvalidSignature, NotFound, PayloadTooLarge } from '@turnpike/problems';
import { limits } from '@turnpike/config';
import { anybody, jsonResponse, noticeTokenParameter } from '../json-responses.js';
import type { Operation, Paths } from '../openapi-types.js';
import { always, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';
import { walletKeyExample } from './wallet-examples.js';

interface Sender {
  readonly name: string;
  readonly operationId: string;
  readonly signature: string;
  readonly mediaType: string;
  readonly notice: object;
}

const notice = ({ name, operationId, signature, mediaType, notice: value }: Sender): Operation => ({
  operationId,
  tags: ['Wallets'],
  summary: `A notice of ${name}`,
  description: `For ${name} to call, by an address that belongs to one wallet. ${signature} A notice says where to look and is believed nothing more: it makes a look-up due. One that was taken before is answered in the same way. Of whatever type the body says it is, its bytes are taken as they come.`,
  security: anybody,
  parameters: [noticeTokenParameter],
  requestBody: {
    required: true,
    content: { [mediaType]: { schema: { type: 'object' }, examples: { paid: { value } } } },
  },
  responses: {
    '200': jsonResponse('Taken.', 'Nothing', { taken: {} }),
    ...problemResponses(
      new InvalidSignature(),
      new NotFound(),
      new PayloadTooLarge(limits.bodyBytesMax),
      ...always,
    ),
  },
});

/** Where wallets send their notices. */
export const providerWebhookPaths: Paths = {
  '/webhooks/strike/{token}': {
    post: notice({
      name: 'Strike',
      operationId: 'takeStrikeNotice',
      signature:
        'Signed in `X-Webhook-Signature` with a secret that only this instance and Strike know for that wallet.',
      mediaType: 'application/json',
      notice: {
        id: '7d2f1b90-4c1e-4f0a-9a57-2f6f1c3b8e11',
        eventType: 'receive-request.receive-completed',
        webhookVersion: 'v1',
        data: { entityId: '1b8f9a52-0f5b-4f16-9d37-c8a4d2f7e630', changes: ['state'] },
        created: example.paidAt,
        deliverySuccess: true,
      },
    }),
  },
  '/webhooks/opennode/{token}': {
    post: notice({
      name: 'OpenNode',
      operationId: 'takeOpenNodeNotice',
      signature: 'Its `hashed_order` is made with the API key of the wallet.',
      mediaType: 'application/x-www-form-urlencoded',
      notice: { id: walletKeyExample, status: 'paid', hashed_order: example.paymentHash },
    }),
  },
  '/webhooks/phoenixd/{token}': {
    post: notice({
      name: 'phoenixd',
      operationId: 'takePhoenixdNotice',
      signature:
        'Signed in `X-Phoenix-Signature` with the `webhookSecret` that the wallet was connected with.',
      mediaType: 'application/json',
      notice: {
        type: 'payment_received',
        timestamp: 1_893_452_531_000,
        amountSat: example.amountSats,
        paymentHash: example.paymentHash,
      },
    }),
  },
};
