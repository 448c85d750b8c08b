import { fitsGlob } from './path-glob.js';

describe('a glob', () => {
  it.each([
    ['/v1/*', '/v1/a/b', true],
    ['/v1/*', '/v1', true],
    ['/v1/*', '/v10', false],
    ['/v1', '/v1/a', false],
    ['*', '/', true],
    ['/*/private', '/a/b/private', true],
    ['/*.json', '/a/b.json', true],
    ['/*.json', '/a/b.jsonx', false],
    ['/ADMIN/*', '/admin/x', true],
    ['/admin/*', '/Admin/X', true],
    ['', '/', false],
  ])('%s fits %s: %s', (glob, path, expected) => {
    expect(fitsGlob(glob, path)).toBe(expected);
  });

  it('takes no longer than its length for a text made to confuse it', () => {
    expect(fitsGlob(`${'*a'.repeat(200)}b`, 'a'.repeat(1_000))).toBe(false);
  });
});
