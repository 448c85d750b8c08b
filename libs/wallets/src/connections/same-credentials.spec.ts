import type { MerchantId } from '@turnpike/l402';
import { CredentialInvalid } from '../wallet-errors.js';
import { findSameCredentials } from './same-credentials.js';
import type { StoredConnection } from './stored-connection.js';

const connection = (id: string): StoredConnection => ({
  id,
  merchantId: 1,
  kind: 'scripted',
  role: null,
  sealedCredentials: Buffer.alloc(0),
  payee: null,
  webhookToken: '',
  sealedWebhookSecret: null,
});

/** The id of the connection found among these, by what each of them holds. */
function found(held: Readonly<Record<string, unknown>>, credentials: object): string | null {
  const open = {
    credentialsOf: (_merchant: MerchantId, { id }: Pick<StoredConnection, 'id' | 'sealedCredentials'>) => {
      if (held[id] instanceof Error) throw held[id];
      return held[id];
    },
  };
  const connections = Object.keys(held).map(connection);
  return findSameCredentials(open, 1 as MerchantId, connections, credentials)?.id ?? null;
}

describe('findSameCredentials', () => {
  it('finds the first that has them, in whatever order their members stand', () => {
    const held = {
      a: { url: 'u' },
      b: { tls: { mode: 'pem', value: 'x' }, url: 'u' },
      c: { url: 'u', k: 1 },
    };
    expect(found(held, { url: 'u', tls: { value: 'x', mode: 'pem' } })).toBe('b');
    expect(found({ a: { url: 'u' }, b: { url: 'u' } }, { url: 'u' })).toBe('a');
  });

  it.each([
    [{ k: 'a' }, { k: 'b' }],
    [{ k: 'a' }, { k: 'a', more: null }],
    [{ k: ['a', 'b'] }, { k: ['b', 'a'] }],
    [{ k: '1' }, { k: 1 }],
    [{}, { k: 'a' }],
  ])('tells %j from %j', (held, credentials) => {
    expect(found({ a: held }, credentials)).toBeNull();
  });

  it('passes over what does not open', () => {
    expect(found({ a: new CredentialInvalid(), b: { k: 'a' } }, { k: 'a' })).toBe('b');
    expect(found({ a: new CredentialInvalid() }, { k: 'a' })).toBeNull();
    expect(() => found({ a: new TypeError('ours') }, { k: 'a' })).toThrow(TypeError);
  });
});
