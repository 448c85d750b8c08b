import { L402ApiError, L402AuthError, L402NetworkError, L402PlanError } from './errors.js';
import { answer, failureOf, scripted, silent, type Step } from './scripted-fetch.fake.js';

describe('the time of a call', () => {
  it('ends it, whether the client or the call has set it, and even where fetch knows of no signal', async () => {
    const deaf: Step = () => new Promise(() => undefined);
    for (const step of [silent, deaf]) {
      const failure = await failureOf(
        scripted(step).client.verifyToken({ preimage: 'ab' }, { timeoutMs: 5 }),
      );
      expect(failure).toBeInstanceOf(L402NetworkError);
      expect(failure.cause).toMatchObject({ name: 'TimeoutError' });
    }
  });

  it('covers the body as well as the head', async () => {
    const endless: Step = () => ({
      status: 200,
      headers: new Headers(),
      text: () => new Promise<string>(() => undefined),
    });
    const work = scripted(endless).client.getChallenge('ab', { timeoutMs: 5 });
    expect(await failureOf(work)).toBeInstanceOf(L402NetworkError);
  });

  it('ends as soon as the caller’s signal is aborted, before and during the call', async () => {
    const reason = new Error('the payer hung up');
    const { client, asked } = scripted(silent);
    const early = client.verifyToken({ preimage: 'ab' }, { signal: AbortSignal.abort(reason) });
    expect((await failureOf(early)).cause).toBe(reason);
    const hangUp = new AbortController();
    const late = client.verifyToken({ preimage: 'ab' }, { signal: hangUp.signal });
    hangUp.abort(reason);
    expect((await failureOf(late)).cause).toBe(reason);
    expect(asked.length).toBeLessThanOrEqual(2);
  });
});

describe('errors', () => {
  it.each([
    [401, L402AuthError],
    [402, L402PlanError],
    [403, L402PlanError],
    [404, L402ApiError],
    [429, L402ApiError],
    [502, L402ApiError],
  ])('are, for %i, of a class of their own below one base', async (status, kind) => {
    const body = { error: 'slug', message: 'A sentence.', current_plan: 'free' };
    const { client } = scripted(answer(status, body));
    const failure = await failureOf(client.listChallenges());
    expect(failure).toBeInstanceOf(kind);
    expect(failure).toMatchObject({ statusCode: status, code: 'slug', responseBody: body, name: kind.name });
    expect(failure.message).toBe('A sentence.');
    if (failure instanceof L402PlanError) expect(failure.currentPlan).toBe('free');
  });

  it('keep the text of a body that is no JSON, and hold neither key nor credential', async () => {
    const { client } = scripted(answer(502, '<html>bad gateway'));
    const failure = await failureOf(client.verifyToken({ macaroon: 'SECRETM', preimage: 'SECRETP' }));
    expect(failure).toMatchObject({ statusCode: 502, responseBody: '<html>bad gateway' });
    expect(JSON.stringify([failure, failure.message, failure.stack])).not.toMatch(/tp_test_x|SECRET/);
  });
});

describe('paths', () => {
  it('are escaped, so that no id leads elsewhere', async () => {
    const { client, asked } = scripted(
      answer(200, { state: 'committed', paymentHash: 'x', uses: [], challenges: [] }),
    );
    await client.commitUse('../x');
    await client.releaseUse('a?b');
    await client.getChallenge('a/b');
    await client.revokeChallenge('a#b');
    await client.listUses('ab', { limit: 5, offset: 10 });
    await client.listChallenges({ status: 'paid', limit: 1 });
    expect(
      asked.map(({ url, init }) => `${init.method} ${url.replace('https://pay.example/api/l402', '')}`),
    ).toEqual([
      'POST /uses/..%2Fx/commit',
      'POST /uses/a%3Fb/release',
      'GET /challenges/a%2Fb',
      'POST /challenges/a%23b/revoke',
      'GET /challenges/ab/uses?limit=5&offset=10',
      'GET /challenges?status=paid&limit=1',
    ]);
  });
});
