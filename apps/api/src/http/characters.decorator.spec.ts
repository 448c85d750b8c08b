import { validate } from 'class-validator';
import { characters, HasCharacters } from './characters.decorator.js';

class Named {
  @HasCharacters(1, 4)
  name: unknown;
}

async function refusals(name: unknown): Promise<string[]> {
  const findings = await validate(Object.assign(new Named(), { name }));
  return findings.flatMap(({ constraints }) => Object.values(constraints ?? {}));
}

describe('a text of so many characters', () => {
  it.each(['a', 'abcd', 'äöüß', '😀😀😀😀', '\ufe0f\ufe0e\ufe0f\ufe0e', 'a\u0301b\u0301'])(
    'admits %j',
    async (name) => {
      expect(await refusals(name)).toEqual([]);
    },
  );

  it.each([
    '',
    'abcde',
    '😀😀😀😀😀',
    `a${'\ufe0f'.repeat(4)}`,
    `a${'\ufe0e'.repeat(1_000)}`,
    '\u0301'.repeat(5),
    7,
    null,
    undefined,
    ['a'],
  ])('refuses %j', async (name) => {
    expect(await refusals(name)).toEqual(['name must be a text of 1 to 4 characters']);
  });

  it('counts a pair of surrogates as one and every mark for itself', () => {
    expect([characters('😀'), characters('☺\ufe0f'), characters('')]).toEqual([1, 2, 0]);
  });
});
