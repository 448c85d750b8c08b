import { parseCredential } from '@turnpike/http402';
import { answerHeaders, requestHeaders } from './passed-headers.js';

const MACAROON = 'AgEEbHNhdA==';
const L402 = `L402 ${MACAROON}:${'ab'.repeat(32)}`;
const NOTHING = { auth: null, others: [] };

function passed(raw: string[], added: Parameters<typeof requestHeaders>[2] = NOTHING): [string, string][] {
  const pairs = raw.flatMap((name, i): [string, string][] => (i % 2 === 0 ? [[name, raw[i + 1] ?? '']] : []));
  const flat = requestHeaders(raw, parseCredential(pairs), added);
  return flat.flatMap((name, i): [string, string][] => (i % 2 === 0 ? [[name, flat[i + 1] ?? '']] : []));
}

describe('the headers of a request on its way upstream', () => {
  it('hold no credential, wherever it was carried', () => {
    for (const name of ['Authorization', 'X-L402-Authorization', 'MACAROON', 'Grpc-Metadata-Macaroon'])
      expect(passed([name, L402, 'Accept', '*/*'])).toEqual([['Accept', '*/*']]);
    expect(passed(['Payment-Authorization', 'Payment e30'])).toEqual([]);
  });

  it('keep the payer’s own Authorization where the credential came in another header', () => {
    const raw = ['X-L402-Authorization', L402, 'Authorization', 'Bearer mine'];
    expect(passed(raw)).toEqual([['Authorization', 'Bearer mine']]);
    expect(passed(['Authorization', 'L402 broken', 'X-L402-Authorization', L402])).toEqual([]);
  });

  it('have ours in place of the payer’s: the upstream sees one Authorization', () => {
    const auth = { name: 'authorization', value: 'Bearer ours' };
    const raw = ['Authorization', 'Bearer theirs', 'authorization', L402, 'X-A', '1'];
    expect(passed(raw, { auth, others: [] })).toEqual([
      ['X-A', '1'],
      ['authorization', 'Bearer ours'],
    ]);
  });

  it('tell what was paid as we know it, not as the payer says', () => {
    const others = [['x-l402-amount-sats', '5']] as const;
    const raw = ['X-L402-Amount-Sats', '1', 'x-l402-payment-hash', 'fake', 'X-Forwarded-For', '1.2.3.4'];
    expect(passed(raw, { auth: null, others })).toEqual([['x-l402-amount-sats', '5']]);
  });

  it('tell so to servers too that take an underscore in a name for a hyphen', () => {
    const auth = { name: 'X-Api-Key', value: 'ours' };
    const others = [['x-l402-amount-sats', '5']] as const;
    const raw = [
      ...['X_L402_Amount_Sats', '1', 'X_Forwarded_For', '1.2.3.4', 'x_api-key', 'theirs', 'X_Kept', '1'],
      ...['X_HTTP_Method_Override', 'DELETE', 'X_L402_Authorization', L402, 'Transfer_Encoding', 'chunked'],
    ];
    expect(passed(raw, { auth, others })).toEqual([
      ['X_Kept', '1'],
      ['x-l402-amount-sats', '5'],
      ['X-Api-Key', 'ours'],
    ]);
  });

  it('hold nothing of the connection, nothing that it names, and nothing that makes another request of it', () => {
    const raw = [
      ...['Connection', 'close, X-Hop', 'X-Hop', '1', 'Keep-Alive', 'a', 'TE', 'trailers', 'Upgrade', 'h2c'],
      ...['Transfer-Encoding', 'chunked', 'Proxy-Authorization', 'x', 'Expect', '100-continue', 'Host', 'h'],
      ...['X-HTTP-Method-Override', 'DELETE', 'X-Original-URL', '/admin', 'X-Rewrite-URL', '/admin'],
      ...['X-Kept', '1'],
    ];
    expect(passed(raw)).toEqual([['X-Kept', '1']]);
  });

  it('hold no cookie of ours', () => {
    expect(passed(['Cookie', 'a=1; tp_session=secret; b=2'])).toEqual([['Cookie', 'a=1; b=2']]);
    expect(passed(['Cookie', 'tp_session=secret'])).toEqual([]);
    expect(passed(['Cookie', '__Host-tp_session=secret; a=1; __Host-tp_signup=s'])).toEqual([
      ['Cookie', 'a=1'],
    ]);
  });
});

describe('the headers of an answer', () => {
  const headers = { 'x-a': '1', connection: 'x-hop', 'x-hop': '1', 'set-cookie': ['a=1'], 'keep-alive': 'x' };

  it('are those of the upstream, but for what is of the connection', () => {
    expect(answerHeaders(headers, true)).toEqual({ 'x-a': '1', 'set-cookie': ['a=1'] });
  });

  it('set nothing for a host that others share', () => {
    expect(answerHeaders(headers, false)).toEqual({ 'x-a': '1' });
  });
});
