import { unlinked } from './unlinked.js';

describe('a text of a stranger in a letter', () => {
  it.each([
    ['Weather Works', 'Weather Works'],
    ['J. Doe & Sons', 'J. Doe & Sons'],
    ['Zürich № 5', 'Zürich № 5'],
    ['evil.example', 'evil. example'],
    ['www.evil.example/x', 'www. evil. example/ x'],
    ['https://evil.example', 'https: / / evil. example'],
    ['me@evil.example', 'me@ evil. example'],
    ['a\nb\r\nc\u2028d', 'a b c d'],
    ['\u202eevil\u200b.example', 'evil . example'],
  ])('holds no link and no line: %j', (text, written) => {
    expect(unlinked(text)).toBe(written);
  });
});
