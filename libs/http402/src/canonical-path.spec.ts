import fc from 'fast-check';
import { canonicalPath, PATH_REFUSAL_TEXT, type PathRefusal } from './canonical-path.js';

const accepted: [target: string, path: string, trailingSlash: boolean, query: string | null][] = [
  ['/', '/', false, null],
  ['/?', '/', false, ''],
  ['/v1/forecast', '/v1/forecast', false, null],
  ['/v1/%66orecast/?x=1', '/v1/forecast', true, 'x=1'],
  ['/caf%c3%a9', '/caf%C3%A9', false, null],
  ['/caf\u00c3\u00a9', '/caf%C3%A9', false, null],
  ['/V1/Forecast', '/V1/Forecast', false, null],
  ["/-._~!$&'()*+,=:@", "/-._~!$&'()*+,=:@", false, null],
  ['/%21%24%41', '/!$A', false, null],
  ['/a%20b', '/a%20b', false, null],
  ['/a b', '/a%20b', false, null],
  ['/a%3Fb%23c', '/a%3Fb%23c', false, null],
  ['/users/{id}', '/users/%7Bid%7D', false, null],
  ['/100%25', '/100%25', false, null],
  ['/100%25zz', '/100%25zz', false, null],
  ['/...', '/...', false, null],
  ['/.well-known/x', '/.well-known/x', false, null],
  ['/%C2%80', '/%C2%80', false, null],
  ['/a?b?c=../%2e//', '/a', false, 'b?c=../%2e//'],
  ['/a?q=\u0000\r\n \u00e9', '/a', false, 'q=%00%0D%0A%20%E9'],
  ['http://example.com', '/', false, null],
  ['http://example.com?x=1', '/', false, 'x=1'],
  ['HTTPS://api.example.com:8443/a/b/?x', '/a/b', true, 'x'],
  ['http://[::1]:80/a', '/a', false, null],
  [`/${'a'.repeat(1023)}`, `/${'a'.repeat(1023)}`, false, null],
  [`/${'a'.repeat(1023)}/`, `/${'a'.repeat(1023)}`, true, null],
];

const refused: [target: string, why: PathRefusal][] = [
  ['', 'not_a_path'],
  ['*', 'not_a_path'],
  ['v1', 'not_a_path'],
  ['?x', 'not_a_path'],
  ['example.com:443', 'not_a_path'],
  ['ftp://example.com/a', 'not_a_path'],
  ['http:/a', 'not_a_path'],
  ['http:///a', 'not_a_path'],
  ['http://user@example.com/a', 'not_a_path'],
  ['http://example.com\\dear/x', 'not_a_path'],
  ['http://example.com;dear/x', 'not_a_path'],
  ['http://example.com:port/x', 'not_a_path'],
  ['/a#b', 'fragment'],
  ['/a?x#b', 'fragment'],
  ['/caf\u0101', 'not_octets'],
  ['/a?\u{1f600}', 'not_octets'],
  ['/a%', 'broken_escape'],
  ['/a%2', 'broken_escape'],
  ['/a%zz', 'broken_escape'],
  ['/%%2e', 'broken_escape'],
  ['/a/%2e%2e/b', 'reserved_escape'],
  ['/a%2Fb', 'reserved_escape'],
  ['/a%2fb', 'reserved_escape'],
  ['/a%5Cb', 'reserved_escape'],
  ['/a%00', 'forbidden_character'],
  ['/a%0d%0ab', 'forbidden_character'],
  ['/a\u0000', 'forbidden_character'],
  ['/a%7F', 'forbidden_character'],
  ['/a\\b', 'forbidden_character'],
  ['/a;x', 'forbidden_character'],
  ['/a%3Bx', 'forbidden_character'],
  ['/%ff', 'not_utf8'],
  ['/%c0%af', 'not_utf8'],
  ['/%e0%80%af', 'not_utf8'],
  ['/%ed%a0%80', 'not_utf8'],
  ['/caf\u00e9', 'not_utf8'],
  ['/a%252e', 'double_encoding'],
  ['/a%25%32%65', 'double_encoding'],
  ['/v1//x', 'empty_segment'],
  ['//v1', 'empty_segment'],
  ['/v1//', 'empty_segment'],
  ['http://example.com//v1', 'empty_segment'],
  ['/.', 'dot_segment'],
  ['/..', 'dot_segment'],
  ['/a/./b', 'dot_segment'],
  ['/a/../b', 'dot_segment'],
  ['/a/..', 'dot_segment'],
  ['/a/../', 'dot_segment'],
  [`/${'a'.repeat(1024)}`, 'too_long'],
  [`/${'%20'.repeat(400)}`, 'too_long'],
];

describe('canonicalPath', () => {
  it.each(accepted)('reads %j as %j', (target, path, trailingSlash, query) => {
    expect(canonicalPath(target)).toEqual({ ok: true, path, query, trailingSlash });
  });

  it.each(refused)('refuses %j as %s', (target, why) => {
    expect(canonicalPath(target)).toEqual({ ok: false, why });
  });

  it('shows every refusal of the closed list in the table above', () => {
    expect(new Set(refused.map(([, why]) => why))).toEqual(new Set(Object.keys(PATH_REFUSAL_TEXT)));
  });

  it('reads bytes as it reads the text that holds one byte per character', () => {
    const target = Buffer.from('/café/?q=é', 'utf8');
    expect(canonicalPath(target)).toEqual({
      ok: true,
      path: '/caf%C3%A9',
      query: 'q=%C3%A9',
      trailingSlash: true,
    });
    expect(canonicalPath(target)).toEqual(canonicalPath(target.toString('latin1')));
  });
});

// Random bytes are nearly always refused, so most targets are put together from what an attacker would try.
const fragments = [
  '/',
  '.',
  '..',
  '%2e',
  '%2F',
  '%5c',
  '%25',
  '%252e',
  '%',
  ';',
  '\\',
  '?',
  '#',
  'a',
  'B',
  '%62',
]
  .concat([
    '%C3%A9',
    '\u00c3\u00a9',
    '%ff',
    '%00',
    ' ',
    ':',
    '@',
    '{',
    '%3f',
    'http://h',
    '\u0101',
    '\r\n',
    '//',
    '/v1',
  ])
  .map((fragment) => fc.constant(fragment));
const hostileTarget = fc.array(fc.oneof(...fragments), { maxLength: 12 }).map((parts) => parts.join(''));
const anyTarget = fc.oneof(
  hostileTarget,
  hostileTarget.map((rest) => `/${rest}`),
  fc.string({ unit: 'binary' }),
  fc.uint8Array({ maxLength: 64 }),
  fc.webPath(),
);

/** What a server that decodes once would take the path for; written on its own, byte by byte. */
function decodedByAnotherHand(target: string | Uint8Array): string {
  const octets = typeof target === 'string' ? target : Buffer.from(target).toString('latin1');
  const path =
    octets
      .split('?', 1)
      .join('')
      .replace(/^https?:\/\/[^/]*/i, '') || '/';
  const bytes: number[] = [];
  for (let at = 0; at < path.length; at += path[at] === '%' ? 3 : 1) {
    bytes.push(path[at] === '%' ? Number.parseInt(path.slice(at + 1, at + 3), 16) : path.charCodeAt(at));
  }
  return Buffer.from(bytes).toString('utf8');
}

describe('canonicalPath on any target', () => {
  it('answers, never throws, and refuses with a listed reason', () => {
    fc.assert(
      fc.property(anyTarget, (target) => {
        const result = canonicalPath(target);
        expect(result.ok || result.why in PATH_REFUSAL_TEXT).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('is idempotent, also over what is forwarded with slash and query', () => {
    fc.assert(
      fc.property(anyTarget, (target) => {
        const result = canonicalPath(target);
        if (!result.ok) return;
        expect(canonicalPath(result.path)).toEqual({ ...result, query: null, trailingSlash: false });
        const forwarded = `${result.path}${result.trailingSlash ? '/' : ''}${result.query === null ? '' : `?${result.query}`}`;
        expect(canonicalPath(forwarded)).toEqual(result);
      }),
      { numRuns: 2000 },
    );
  });

  it('means what the target meant, and no URL parser sees it otherwise', () => {
    fc.assert(
      fc.property(anyTarget, (target) => {
        const result = canonicalPath(target);
        if (!result.ok) return;
        expect(decodeURIComponent(result.path) + (result.trailingSlash ? '/' : '')).toBe(
          decodedByAnotherHand(target),
        );
        expect(new URL(result.path, 'http://h').pathname).toBe(result.path);
        expect(result.path).toMatch(/^\/[!-~]{0,1023}$/);
        expect(result.query ?? '').toMatch(/^[!-~]*$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives every spelling of a path the same result', () => {
    const segment = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
    const spelling = fc.array(fc.constantFrom('raw', 'upper', 'lower'), { minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 3 }), spelling, (segments, spellings) => {
        const plain = canonicalPath(`/${segments.map(encodeURIComponent).join('/')}`);
        if (!plain.ok) return;
        const respelt = Buffer.from(decodeURIComponent(plain.path)).toString('latin1');
        const target = Array.from(respelt)
          .map((octet, at) => spell(octet, spellings[at % 64] ?? 'raw'))
          .join('');
        expect(canonicalPath(target)).toEqual({ ...plain, trailingSlash: false });
      }),
      { numRuns: 1000 },
    );
  });
});

function spell(octet: string, how: string): string {
  const mayBeEscaped = octet !== '/' && octet !== '.';
  const mustBeEscaped = octet === '%' || octet === '?' || octet === '#';
  if (!mayBeEscaped || (how === 'raw' && !mustBeEscaped)) return octet;
  const digits = octet.charCodeAt(0).toString(16).padStart(2, '0');
  return `%${how === 'upper' ? digits.toUpperCase() : digits}`;
}
