import { endpointKey, endpointPattern } from './endpoint-pattern.js';

const UUID = '6A5784a6-75ee-4c1f-9a3b-0123456789ab';

describe('the endpoint of a resource', () => {
  it.each([
    ['/weather', '/weather'],
    ['/weather?city=Oslo', '/weather'],
    ['/weather#today', '/weather'],
    ['/users/42', '/users/{id}'],
    ['/users/42/orders/0007/', '/users/{id}/orders/{id}/'],
    [`/items/${UUID}`, '/items/{id}'],
    ['/blocks/0123456789abcdef', '/blocks/{id}'],
    ['/blocks/0123456789ABCDEF01', '/blocks/{id}'],
    ['/blocks/0123456789abcde', '/blocks/0123456789abcde'],
    ['/v1/users', '/v1/users'],
    ['/users/42a', '/users/42a'],
    ['/users/-1', '/users/-1'],
    ['/users/%34%32', '/users/%34%32'],
    ['/Weather', '/Weather'],
    ['https://api.example.com/users/7?x#y', 'https://api.example.com/users/{id}'],
    ['report-2026', 'report-2026'],
    ['42', '{id}'],
    ['?q', ''],
  ])('%s is %s', (resource, pattern) => {
    expect(endpointPattern(resource)).toBe(pattern);
  });

  it('has one key for all its resources, and another has another', () => {
    expect(endpointKey('/users/1?a')).toBe(endpointKey('/users/22?b'));
    expect(endpointKey('/people/1')).not.toBe(endpointKey('/People/1'));
    expect(endpointKey('/x')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is found in time however long and strange a resource is', () => {
    const strange = `/${'0-'.repeat(1_000)}`;
    expect(endpointPattern(strange)).toBe(strange);
    expect(endpointPattern('/1'.repeat(1_000))).toBe('/{id}'.repeat(1_000));
  });
});
