import { readPresented } from './presented-text.js';

const M = 'AgEIdHVybnBpa2U';
const P = 'ab'.repeat(32);
const INVOICE = 'lnbcrt1u1p5abc';
const NOTHING = { scheme: null, macaroon: null, preimage: null, invoice: null, payment: null };

describe('what a person pastes', () => {
  it.each([
    ['a bare macaroon', M, { macaroon: M }],
    ['one with blanks around it', `  ${M}\n`, { macaroon: M }],
    ['with its preimage', `${M}:${P}`, { macaroon: M, preimage: P }],
    ['a credential', `L402 ${M}:${P}`, { scheme: 'L402', macaroon: M, preimage: P }],
    ['an older one', `LSAT ${M}:${P}`, { scheme: 'LSAT', macaroon: M, preimage: P }],
    ['the line of a header', `Authorization: L402 ${M}:${P}`, { scheme: 'L402', macaroon: M, preimage: P }],
    ['another header', `X-L402-Authorization: L402 ${M}:${P}`, { scheme: 'L402', macaroon: M, preimage: P }],
    ['several macaroons', `L402 ${M},${M}:${P}`, { scheme: 'L402', macaroon: `${M},${M}`, preimage: P }],
    ['a credential without its preimage', `L402 ${M}:`, { scheme: 'L402', macaroon: M }],
    ['one without even the colon', `L402 ${M}`, { scheme: 'L402', macaroon: M }],
    [
      'a challenge',
      `WWW-Authenticate: L402 macaroon="${M}", invoice="${INVOICE}"`,
      { scheme: 'L402', macaroon: M, invoice: INVOICE },
    ],
    [
      'a challenge without the name of its header',
      `LSAT macaroon="${M}", invoice="${INVOICE}"`,
      { scheme: 'LSAT', macaroon: M, invoice: INVOICE },
    ],
    ['a challenge without an invoice', `L402 macaroon="${M}"`, { scheme: 'L402', macaroon: M }],
    ['parameters alone', `token="${M}", version="0"`, { macaroon: M }],
    ['an invoice', INVOICE, { invoice: INVOICE }],
    ['the address of an invoice', `lightning:${INVOICE.toUpperCase()}`, { invoice: INVOICE.toUpperCase() }],
    ['another scheme’s credential', 'Payment eyJhIjoxfQ', { scheme: 'Payment', payment: 'eyJhIjoxfQ' }],
    ['its older dialect', `Payment method="lightning", preimage="${P}"`, { scheme: 'Payment', preimage: P }],
    ['nothing', '', {}],
    ['a colon', ':', {}],
    ['JSON', '{"v":2,"i":"a","s64":"AAAA"}', { macaroon: '{"v":2,"i":"a","s64":"AAAA"}' }],
  ])('%s', (_what, text, expected) => {
    expect(readPresented(text)).toEqual({ ...NOTHING, ...expected });
  });

  it.each(['L402 ', 'macaroon="', ',', ':', ' ', '=', '"', '\\', 'a:'])(
    'is never the cause of an exception, nor slow: %p, very often',
    (piece) => {
      const { scheme } = readPresented(piece.repeat(16_384 / piece.length));
      expect([null, 'L402']).toContain(scheme);
    },
  );
});
