import { example } from '../../apps/api/src/openapi/schemas/example-values.js';
import { acceptedExample } from '../../apps/api/src/openapi/paths/verify-path.js';
import { expectDocumented, type HttpAnswer } from './openapi-answers.js';

const verified: HttpAnswer = {
  method: 'POST',
  path: '/api/l402/challenges/verify',
  status: 200,
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'x-api-version': '1',
    'x-correlation-id': example.correlationId,
    'x-ratelimit-limit': '60000',
    date: 'Tue, 01 Jan 2030 00:00:00 GMT',
  },
  body: acceptedExample,
};

describe('expectDocumented', () => {
  it('passes an answer that the document describes, called by template or by path', () => {
    expectDocumented(verified);
    const committed = { useId: example.useId, state: 'committed', usesRemaining: null };
    const answer = { ...verified, body: committed };
    expectDocumented({ ...answer, path: '/api/l402/uses/{useId}/commit' });
    expectDocumented({ ...answer, path: `/api/l402/uses/${example.useId}/commit` });
  });

  const { paymentHash: _paymentHash, ...short } = acceptedExample;
  const { 'x-api-version': _version, ...unversioned } = verified.headers;
  const wrong: Record<string, [Partial<HttpAnswer>, RegExp]> = {
    'a path that is not in the document': [{ path: '/api/l402/verify' }, /is not in the OpenAPI document/],
    'a method that is not in the document': [{ method: 'PUT' }, /is not in the OpenAPI document/],
    'a status that is not documented': [{ status: 201 }, /answered 201; documented are 200, 400/],
    'another content type': [{ headers: { ...verified.headers, 'content-type': 'text/html' } }, /text\/html/],
    'a member that the document does not name': [
      { body: { ...acceptedExample, preimage: example.preimage } },
      /additional/,
    ],
    'a member that is missing': [{ body: short }, /paymentHash/],
    'a member of another form': [{ body: { ...acceptedExample, merchantId: '1042' } }, /merchantId/],
    'a required header that is missing': [{ headers: unversioned }, /x-api-version is missing/],
    'a header of another form': [
      { headers: { ...verified.headers, 'x-ratelimit-limit': 'many' } },
      /x-ratelimit-limit is many/,
    ],
    'a header that the document does not name': [
      { headers: { ...verified.headers, 'x-secret': '1' } },
      /x-secret is not documented/,
    ],
  };

  it.each(Object.entries(wrong))('refuses %s', (_what, [change, message]) => {
    expect(() => expectDocumented({ ...verified, ...change })).toThrow(message);
  });

  it('refuses an error whose slug the route does not document', () => {
    const body = {
      type: 'http://127.0.0.1:4020/problems/email_taken',
      title: 'x',
      status: 400,
      detail: 'x',
      error: 'email_taken',
      message: 'x',
      correlation_id: 'x',
    };
    const headers = { ...verified.headers, 'content-type': 'application/problem+json' };
    expect(() => expectDocumented({ ...verified, status: 400, headers, body })).toThrow(/error/);
  });
});
