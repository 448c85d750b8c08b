import { testContext, testSurroundings } from '../testing/emulated-wallet.js';
import { InvalidCredentials } from '../invalid-credentials.js';
import { phoenixdKind } from './phoenixd.kind.js';

const kind = phoenixdKind(testSurroundings());
const good = { url: 'https://node.example/phoenix/', password: 'pass', webhookSecret: 'hook' };

describe('credentials of phoenixd', () => {
  it('are kept in one form, which is taken again', () => {
    const kept = kind.parse({ ...good, extra: 1 });
    expect(kept).toEqual(good);
    expect(kind.parse(kept)).toEqual(kept);
    expect(kind.parse({ url: 'https://node.example', password: ' pass ', webhookSecret: null })).toEqual({
      url: 'https://node.example/',
      password: 'pass',
    });
  });

  it('say which address they make us call', () => {
    expect(kind.addresses(good)).toEqual([{ member: 'url', url: new URL(good.url) }]);
    expect(kind.account(good)).toBeNull();
  });

  it.each([
    ['url', { password: 'pass' }],
    ['url', { ...good, url: 'ftp://node.example' }],
    ['url', { ...good, url: 'https://user:pw@node.example' }],
    ['password', { url: good.url }],
    ['password', { ...good, password: 'two words' }],
    ['password', { ...good, password: 'x'.repeat(600) }],
    ['webhookSecret', { ...good, webhookSecret: 7 }],
    ['credentials', 'a text'],
  ])('that are wrong in %s are refused by that name, without being quoted', (member, credentials) => {
    let error: unknown;
    try {
      kind.parse(credentials);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InvalidCredentials);
    expect(Object.keys((error as InvalidCredentials).members)).toEqual([member]);
    expect(JSON.stringify(error)).not.toContain('two words');
  });

  it('open a wallet whose payee is the one that was pinned', () => {
    const payee = `02${'ab'.repeat(32)}`;
    expect(kind.open(good, testContext({ payee })).traits.fixedPayee).toBe(payee);
  });
});
