// What verify costs without a database: the same parser, schema, headers, key derivation, signature chain, preimage hash
// and JSON on a Fastify instance and nothing else.
import Fastify from 'fastify';
import { parseJsonBody } from '../../../dist/apps/api/src/http/json-body.js';
import { VERIFY_BODY_SCHEMA } from '../../../dist/apps/api/src/challenges/verify.schema.js';
import { judgeCredential, openCredential, RootKeys } from '../../../dist/libs/l402/src/index.js';
import { hashApiKey } from '../../../dist/libs/secrets/src/index.js';
import { serve } from './serve.mjs';

const { apiKey, masterKey, tenant } = JSON.parse(process.argv[2]);
const keys = new RootKeys([{ kid: 1, key: Buffer.from(masterKey, 'base64') }]);
const holders = new Map([[hashApiKey(apiKey).toString('latin1'), tenant]]);
let requests = 0;

const app = Fastify({ logger: false, genReqId: () => `bench-${(requests += 1)}` });
app.removeAllContentTypeParsers();
app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
  done(null, parseJsonBody(body));
});
app.addHook('onRequest', (request, reply, done) => {
  reply.headers({
    'x-api-version': '1',
    'x-correlation-id': request.id,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });
  request.holder = holders.get(hashApiKey(request.headers['x-api-key']).toString('latin1'));
  done();
});
app.decorateRequest('holder', null);
app.post('/api/l402/challenges/verify', { schema: { body: VERIFY_BODY_SCHEMA } }, async (request) => {
  const { macaroon, preimage, resource } = request.body;
  const opened = openCredential({ macaroon, preimage }, request.holder, keys);
  const refusal = opened.valid
    ? judgeCredential(opened, { nowSeconds: Math.floor(Date.now() / 1000), strict: false, resource })
    : opened;
  return {
    valid: refusal === null,
    resource: opened.resource,
    merchantId: opened.merchantId,
    amountSats: opened.amountSats,
    paymentHash: opened.paymentHash,
    error: refusal?.reason ?? null,
    reason: refusal?.reason ?? null,
    expiresAt: opened.valid ? new Date(opened.expiresAtSeconds * 1000).toISOString() : null,
    usesRemaining: null,
    useId: null,
  };
});
await app.listen({ port: 0, host: '127.0.0.1' });
serve(app.server.address().port, () => app.close());
