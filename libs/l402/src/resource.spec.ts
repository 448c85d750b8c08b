import { isResource } from './resource.js';

describe('isResource', () => {
  it.each([
    '/v1/forecast',
    '/users/{id}',
    ' /x ',
    '/a=b,c:d',
    '/café',
    '\ufeff/x',
    '\ufffd',
    '🧂',
    'a'.repeat(2_048),
  ])('takes %p as it is', (text) => {
    expect(isResource(text)).toBe(true);
  });

  it.each([
    ['empty', ''],
    ['blank', ' \u3000'],
    ['NUL', '/a\u0000'],
    ['line end', '/a\n'],
    ['DEL', '/a\u007f'],
    ['C1 control', '/a\u009f'],
    ['half a surrogate pair', '/a\ud83e'],
    ['2,049 bytes', 'a'.repeat(2_049)],
    ['1,025 characters of two bytes', 'é'.repeat(1_025)],
  ])('refuses %s', (_, text) => {
    expect(isResource(text)).toBe(false);
  });
});
