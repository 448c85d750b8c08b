import { PathRefused } from '@turnpike/problems';
import { isGatewayTarget, readTarget } from './read-target.js';

describe('a request target', () => {
  it.each([
    ['/l402/proxy/a-b/v1/x', '/v1/x', '/l402/proxy/a-b/v1/x', ''],
    ['/l402/proxy/a-b/v1/x/?q=1', '/v1/x', '/l402/proxy/a-b/v1/x', '/?q=1'],
    ['/l402/proxy/a-b', '/', '/l402/proxy/a-b', ''],
    ['/l402/proxy/a-b/', '/', '/l402/proxy/a-b', ''],
    ['/l402/proxy/a-b/?q', '/', '/l402/proxy/a-b', '?q'],
    ['/l402/proxy/a-b/v1/%66orecast', '/v1/forecast', '/l402/proxy/a-b/v1/forecast', ''],
    ['http://pay.example/l402/proxy/a-b/caf%c3%a9', '/caf%C3%A9', '/l402/proxy/a-b/caf%C3%A9', ''],
  ])('%s is for %s', (target, path, resource, tail) => {
    expect(isGatewayTarget(target)).toBe(true);
    expect(readTarget(target, null)).toEqual({ proxyId: 'a-b', path, resource, tail });
  });

  it('names what is sold alike on a host of its own', () => {
    const paths = ['/v1/x/?q=1', '/', '/l402/proxy/other/y'];
    expect(paths.map((path) => readTarget(path, 'a-b')?.resource)).toEqual([
      '/l402/proxy/a-b/v1/x',
      '/l402/proxy/a-b',
      '/l402/proxy/a-b/l402/proxy/other/y',
    ]);
  });

  it.each(['//x', '/a/%2e%2e/b', '/a%252e', '/a%2Fb', '/a%00', '/a;x', '/./a', '/a\\b', '/a%'])(
    '/l402/proxy/a-b%s is refused',
    (path) => {
      expect(() => readTarget(`/l402/proxy/a-b${path}`, null)).toThrow(PathRefused);
    },
  );

  it.each(['/', '/api/proxy', '/l402/proxy', '/L402/proxy/a', '/l402/test/ping'])(
    '%s is for none',
    (target) => {
      expect(isGatewayTarget(target)).toBe(false);
      expect(readTarget(target, null)).toBeNull();
    },
  );
});
