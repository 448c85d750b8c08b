import { MalformedJson } from '@turnpike/problems';
import { parseJsonBody } from './json-body.js';

describe('a JSON body', () => {
  it('may be nested as deep as its size allows', () => {
    const deep = `{"a":"\\u0041","x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    expect(parseJsonBody(Buffer.from(deep))).toMatchObject({ a: 'A' });
  });

  it('keeps, below its own members, names that objects have anyway, as members and nothing else', () => {
    const text = '{"m":{"__proto__":"a","\\u0063onstructor":"b","toString":"c"}}';
    const { m } = parseJsonBody(Buffer.from(text)) as { m: object };
    expect(Object.entries(m)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
    ]);
    expect(Object.getPrototypeOf(m)).toBe(Object.prototype);
  });

  it('has no members of its own with such names', () => {
    const text = '{"__proto__":{"a":1},"constructor":{"b":1},"c":1}';
    expect(Reflect.ownKeys(parseJsonBody(Buffer.from(text)) ?? {})).toEqual(['c']);
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
