import { isNumber, isOwnMachine, namedAddress } from './own-machine.js';

describe('hosts in addresses', () => {
  it.each([
    ['127.0.0.1', true, true],
    ['[::1]', true, true],
    ['localhost', true, false],
    ['turnpike.localhost', true, false],
    ['192.168.1.7', false, true],
    ['[2001:db8::1]', false, true],
    ['pay.example.com', false, false],
    ['127.0.0.1.example.com', false, false],
    ['notlocalhost', false, false],
  ])('%s: of this machine %p, a number %p', (host, isOwn, isNumeric) => {
    expect([isOwnMachine(host), isNumber(host)]).toEqual([isOwn, isNumeric]);
  });

  it('have a name for the same page where they are a number of this machine', () => {
    expect(namedAddress('http://127.0.0.1:4020/dashboard/security?a=b')).toBe(
      'http://localhost:4020/dashboard/security?a=b',
    );
    for (const href of ['http://localhost:4020/x', 'http://10.0.0.7/x', 'https://pay.example.com/x'])
      expect(namedAddress(href)).toBeNull();
  });
});
