import { ownHost } from './own-host.js';

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['0.0.0.0', 'localhost'],
  ['::', 'localhost'],
  ['::1', '[::1]'],
  ['pay.internal', 'pay.internal'],
])('an instance that listens on %s is called %s', (host, name) => {
  expect(ownHost(host)).toBe(name);
});
