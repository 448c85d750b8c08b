import { byPrecedence, samplePath } from './price-order.js';

const price = (path: string) => ({
  endpointId: path,
  path,
  httpMethod: 'GET',
  summary: null,
  basePriceSats: 1,
  maxUses: null,
  tokenValiditySeconds: null,
  reserve: true,
  isActive: true,
});

describe('prices', () => {
  it('stand in the order in which the gateway prefers them', () => {
    const paths = ['/{a}', '/v1/{id}', '/{a}/b', '/v1/me', '/v1/{id}/c'];
    expect(byPrecedence(paths.map(price)).map(({ path }) => path)).toEqual([
      '/v1/me',
      '/v1/{id}/c',
      '/v1/{id}',
      '/{a}/b',
      '/{a}',
    ]);
  });

  it('are asked for with a word where anything may stand', () => {
    expect(samplePath('/forecast/{city}/{day}')).toBe('/forecast/city/day');
  });
});
