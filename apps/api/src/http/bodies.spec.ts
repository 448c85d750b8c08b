import { smallApp } from './small-app.fake.js';
import type { SmallApp } from './small-app.fake.js';

describe('a body', () => {
  let small: SmallApp;
  beforeAll(async () => {
    small = await smallApp();
  });
  afterAll(() => small.app.close());

  const post = (url: string, payload: string | Buffer, type = 'application/json') =>
    small.app.inject({
      method: 'POST',
      url,
      payload,
      headers: { 'x-api-key': 'good', 'content-type': type },
    });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON'])(
    'is read as %s',
    async (type) => {
      expect((await post('/things', '{"name":"ä"}', type)).json()).toMatchObject({ name: 'ä' });
    },
  );

  it('loses members that the route does not know', async () => {
    expect((await post('/things', '{"name":"a","other":1}')).json()).toEqual({
      keyId: 'key_good',
      name: 'a',
    });
  });

  it('takes null for absent where a member may be', async () => {
    expect((await post('/things', '{"name":"a","size":null}')).statusCode).toBe(200);
    expect((await post('/things', '{"name":null}')).statusCode).toBe(400);
    expect((await post('/direct', '{"text":"a","sats":null}')).statusCode).toBe(200);
  });

  it('may be missing, with or without its type, where no member is needed', async () => {
    expect((await post('/options', '')).json()).toEqual({ seconds: null });
    const bare = await small.app.inject({
      method: 'POST',
      url: '/options',
      headers: { 'x-api-key': 'good' },
    });
    expect(bare.json()).toEqual({ seconds: null });
  });

  it('is taken up to 64 KiB', async () => {
    const name = 'x'.repeat(65_536 - '{"name":""}'.length);
    expect((await post('/things', JSON.stringify({ name }))).statusCode).toBe(200);
    expect((await post('/things', `${JSON.stringify({ name })} `)).statusCode).toBe(413);
  });

  it('is refused when it is not UTF-8', async () => {
    const answer = await post(
      '/things',
      Buffer.from([...Buffer.from('{"name":"'), 0xff, ...Buffer.from('"}')]),
    );
    expect(answer.json().error).toBe('malformed_json');
  });

  it.each([
    ['NUL in a string', '{"name":"a\\u0000"}', 'name'],
    ['half a pair first', '{"name":"\\ud83d"}', 'name'],
    ['half a pair last', '{"name":"\\ude00x"}', 'name'],
    ['NUL in a member that is not known', '{"name":"a","x":{"y":["\\u0000"]}}', 'x.y.0'],
    ['half a pair in a name', '{"name":"a","\\ud83d":1}', 'body'],
    ['NUL in a nested name', '{"name":"a","x":{"\\u0000":1}}', 'x'],
  ])('is refused for %s', async (_what, payload, field) => {
    for (const url of ['/things', '/direct']) {
      const answer = await post(url, payload);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({
        error: 'validation_failed',
        errors: { [field]: [expect.any(String)] },
      });
    }
  });

  it('may hold escaped characters that are characters', async () => {
    expect((await post('/things', '{"name":"\\ud83d\\ude00 \\u0041"}')).json().name).toBe('😀 A');
  });

  it('cannot reach prototypes, however the name is written', async () => {
    const payload =
      '{"text":"a","__proto__":{"x":1},"\\u005f_proto__":{"x":1},"o":{"constructor":{"prototype":{}}}}';
    const text = (await post('/direct', payload)).body;
    expect(text).toBe('{"keyId":"key_good","body":{"text":"a","o":{"constructor":{"prototype":{}}}}}');
    for (const name of ['__proto__', 'constructor']) {
      expect((await post('/things', `{"name":"a","${name}":{"size":11}}`)).statusCode).toBe(200);
      expect((await post('/things', `{"name":"a","x":{"${name}":{"x":1}}}`)).statusCode).toBe(200);
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect('x' in {}).toBe(false);
  });

  it('does no harm when nested beyond reason, wherever that is', async () => {
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    expect((await post('/things', `{"name":"a","x":${deep}}`)).json()).toEqual({
      keyId: 'key_good',
      name: 'a',
    });
    expect((await post('/things', `{"name":${deep}}`)).json().error).toBe('validation_failed');
  });

  it('cannot replace what the class of a body has', async () => {
    const names = ['toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf'];
    for (const name of names) {
      expect((await post('/things', `{"name":"a","${name}":{"x":1}}`)).statusCode).toBe(200);
    }
  });

  it('is not converted', async () => {
    expect((await post('/things', '{"name":"a","size":"3"}')).json().error).toBe('validation_failed');
    expect((await post('/direct', '{"text":3}')).json().error).toBe('validation_failed');
  });
});
