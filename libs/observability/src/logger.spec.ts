import { createLogger } from './logger.js';
import type { Logger } from './logger.js';

const preimage = 'ed7a545cd950f5bf307f70a7c25cc959be79585270f52088b830c41cc8fe7ec4';
const apiKey = 'tp_live_0aB3kPq9ZxT5vWc7Jd2Lm8Rn4Hs6Gf1Qy0EuXo';
const macaroon = `AgEIdHVybnBpa2UCQgAA${'aleEpnXu'.repeat(12)}+/=`;
const macaroonUrlSafe = `AgEIdHVybnBpa2UCQgAA${'ale-pn_u'.repeat(12)}`;
const macaroonHex = `0201036c6e6402${'9f'.repeat(60)}`;
const invoice = `lnbc2500u1${'pvjluezpp5qqqsyqcyq5rqwzqf'.repeat(4)}`;
const regtestInvoice = `lnbcrt1u1${'pvjluezpp5qqqsyqcyq5rqwzqf'.repeat(4)}`;
const nwcSecret = '71a8c14c1407c113601079c4302dab36460f0ccd0ad506f1f2dc73b5100e4f3c';
const nwc = `nostr+walletconnect://b889ff5b?relay=wss%3A%2F%2Frelay&secret=${nwcSecret}`;
const rune = 'W4SbuSmMEn0yZ2VuZXJhdGVkcnVuZQ==';
const sealKey = `1:${Buffer.alloc(32, 7).toString('base64')}`;
const secrets = {
  preimage,
  apiKey,
  macaroon,
  macaroonUrlSafe,
  macaroonHex,
  invoice,
  regtestInvoice,
  nwcSecret,
  rune,
};

function logged(write: (logger: Logger) => void): { line: string; entry: Record<string, unknown> } {
  let line = '';
  write(createLogger({ logLevel: 'trace' }, { write: (text) => (line += text) }));
  return { line, entry: JSON.parse(line) };
}

function expectNoSecretIn(line: string): void {
  for (const secret of [...Object.values(secrets), nwc, sealKey, 'hunter2'])
    expect(line).not.toContain(secret);
}

describe('the log', () => {
  it('writes one JSON line an entry, with level, time, message and fields', () => {
    const { line, entry } = logged((logger) => logger.child({ queue: 'x' }).warn({ merchantId: 42 }, 'slow'));
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(entry).toEqual({
      level: 'warn',
      time: expect.any(String),
      queue: 'x',
      merchantId: 42,
      msg: 'slow',
    });
  });

  it.each([
    ['authorization', `L402 ${macaroon}:${preimage}`],
    ['Authorization', `Basic ${Buffer.from('user:hunter2').toString('base64')}`],
    ['x-api-key', 'an operator key: hunter2'],
    ['X-API-Key', apiKey],
    ['apiKey', 'hunter2'],
    ['preimage', preimage],
    ['payment_preimage', preimage],
    ['macaroon', macaroon],
    ['invoice', invoice],
    ['paymentRequest', regtestInvoice],
    ['credentials', { url: 'https://node', macaroon: macaroonHex }],
    ['connectionString', nwc],
    ['Grpc-Metadata-macaroon', macaroonHex],
    ['Rune', rune],
    ['password', 'hunter2'],
    ['secret', nwcSecret],
    ['www-authenticate', `L402 macaroon="${macaroon}", invoice="${invoice}"`],
    ['cookie', 'tp_session=hunter2'],
    ['sealKeys', [sealKey]],
    ['databaseUrl', 'postgresql://turnpike:hunter2@db/turnpike'],
  ])('never shows a member named %s, at any depth, in fields or bindings', (name, value) => {
    for (const fields of [
      { [name]: value },
      { request: { headers: { [name]: value } } },
      { list: [{ [name]: value }] },
    ]) {
      const { line } = logged((logger) => logger.info(fields, 'x'));
      expectNoSecretIn(line);
      expect(line).toContain('[redacted]');
      expectNoSecretIn(logged((logger) => logger.child(fields).info('x')).line);
    }
  });

  it.each([
    ['an API key', `key ${apiKey} refused`],
    ['a macaroon', `bad macaroon ${macaroon}`],
    ['a URL-safe macaroon', `bad ${macaroonUrlSafe}, sorry`],
    ['a hex macaroon', `header ${macaroonHex}`],
    ['an invoice', `pay ${invoice} now`],
    ['a regtest invoice', `pay LIGHTNING:${regtestInvoice}`],
    ['a credential header', `authorization: LSAT ${macaroon}:${preimage}`],
    ['a credential with another scheme', `Payment method="lightning", preimage=${preimage}`],
    ['a wallet connection', `dial ${nwc}`],
    ['a bare wallet secret', `uri has secret=${nwcSecret}`],
    ['a rune header', `sent Rune: ${rune}`],
    ['a gRPC macaroon header', `sent Grpc-Metadata-macaroon: ${macaroonHex}`],
    ['a password in a URL', 'connect postgresql://turnpike:hunter2@db:5432/x'],
    ['a configured key', `SEAL_KEYS=${sealKey}`],
  ])('never shows %s inside a text, an error or its cause', (_what, text) => {
    const writers: Array<(logger: Logger) => void> = [
      (logger) => logger.info(text),
      (logger) => logger.info({ note: text }, 'x'),
      (logger) => logger.error({ err: new Error(text) }, 'failed'),
      (logger) => logger.error({ err: new Error('outer', { cause: new Error(text) }) }, 'failed'),
      (logger) => logger.error(new Error(text)),
    ];
    for (const write of writers) expectNoSecretIn(logged(write).line);
  });

  it('leaves payment hashes, ids and ordinary texts readable', () => {
    const fields = {
      paymentHash: preimage,
      keyId: 'key_0123',
      route: '/api/l402/challenges/verify',
      token: null,
    };
    expect(
      logged((logger) =>
        logger.info(fields, 'Payment credential read, Basic authentication off, minted a macaroon in 3 ms'),
      ).entry,
    ).toMatchObject({
      ...fields,
      msg: 'Payment credential read, Basic authentication off, minted a macaroon in 3 ms',
    });
  });

  it('keeps the type, message, stack, code and cause of an error', () => {
    const error = Object.assign(new TypeError('outer', { cause: new Error('inner') }), { code: 'E1' });
    expect(logged((logger) => logger.error({ err: error }, 'failed')).entry['err']).toMatchObject({
      type: 'TypeError',
      message: 'outer',
      code: 'E1',
      stack: expect.stringContaining('logger.spec'),
      cause: { type: 'Error', message: 'inner' },
    });
  });

  it('survives cycles, bytes, big integers, broken dates and texts without end', () => {
    const cycle: Record<string, unknown> = {
      bytes: Buffer.alloc(9),
      n: 12n,
      at: new Date(NaN),
      text: 'x'.repeat(1e6),
    };
    cycle['self'] = cycle;
    const { line, entry } = logged((logger) => logger.info(cycle, 'x'));
    expect(entry).toMatchObject({ bytes: '[9 bytes]', n: '12', at: null });
    expect(line.length).toBeLessThan(100_000);
  });
});
