import { publicLocation } from './public-location.js';

const upstream = { origin: 'http://inner.example:8080', prefix: '/v1' };
const base = '/l402/proxy/an-api-abcd';

describe('where an upstream points', () => {
  it.each([
    ['http://inner.example:8080/v1/a?b=1#c', '/a?b=1#c'],
    ['https://user:secret@INNER.example:8080/v1/a', '/a'],
    ['//inner.example:8080/v1/a', '/a'],
    ['/v1/a', '/a'],
    ['/v1', ''],
    ['/v1//other.example/a', '/other.example/a'],
  ])('is told as the proxy leads there: %s', (text, path) => {
    expect(publicLocation(text, upstream, base)).toBe(base + path);
    expect(publicLocation(text, upstream, '')).toBe(path === '' ? '/' : path);
  });

  it.each([
    'b',
    '../b',
    '?page=2',
    '#top',
    'https://other.example/v1/a',
    'http://inner.example/v1/a',
    'mailto:a@b',
  ])('is as it came where it tells nothing of the upstream: %s', (text) => {
    expect(publicLocation(text, upstream, base)).toBe(text);
  });

  it.each(['http://inner.example:8080/', '/v10/a', '/v1/../admin'])(
    'is told to nobody where the proxy does not lead: %s',
    (text) => {
      expect(publicLocation(text, upstream, base)).toBeNull();
    },
  );
});
