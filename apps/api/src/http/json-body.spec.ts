import { MalformedJson } from '@turnpike/problems';
import { parseJsonBody } from './json-body.js';

describe('a JSON body', () => {
  it('may be nested as deep as its size allows', () => {
    const deep = `{"a":"\\u0041","x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    expect(parseJsonBody(Buffer.from(deep))).toMatchObject({ a: 'A' });
  });

  it('is nothing when it is empty', () => {
    expect(parseJsonBody(Buffer.alloc(0))).toBeUndefined();
  });

  it.each(['null', '1', '"text"', '[]', '{', '{} {}', '\ufeff{}', "{'a':1}", ' '])(
    'is refused as %j',
    (text) => {
      expect(() => parseJsonBody(Buffer.from(text))).toThrow(MalformedJson);
    },
  );

  it('is never quoted in a refusal', () => {
    expect(() => parseJsonBody(Buffer.from('{"preimage": "hunter2'))).toThrow(/^(?!.*hunter2)/);
  });
});
