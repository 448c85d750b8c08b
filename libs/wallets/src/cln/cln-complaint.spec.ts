import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  UnknownOutcome,
} from '../wallet-errors.js';
import { complaintIn, errorOf } from './cln-complaint.js';

const rate = 'Not permitted: Rate of 600 per minute exceeded';

describe('an error of Core Lightning', () => {
  it.each([
    [401, 1_501, 'Not authorized: Not derived from master', CredentialInvalid],
    [401, 1_502, 'Not permitted: method is not equal to invoice', CredentialInvalid],
    [401, 1_502, rate, RateLimited],
    [403, 1_502, rate, RateLimited],
    [403, 403, rate, RateLimited],
    [401, 1_503, 'Not authorized: Blacklisted rune', CredentialInvalid],
    [403, 1_501, 'Not authorized: Missing rune', CredentialInvalid],
    [401, -32_602, 'rune: should be base64 string: invalid token', CredentialInvalid],
    [500, -32_602, 'label: should be a string', Rejected],
    [500, 902, 'None of those hints were suitable local channels', Unavailable],
    [500, -1, 'anything', Unavailable],
    [404, -32_601, "Unknown command 'invoice'", ProtocolViolation],
    [429, 0, '', RateLimited],
    [403, 0, '', CredentialInvalid],
    [404, 0, '', ProtocolViolation],
    [302, 0, '', ProtocolViolation],
    [502, 0, '', Unavailable],
    [504, 0, '', UnknownOutcome],
  ])('of status %d and code %d has its class: %s', (status, code, message, kind) => {
    expect(errorOf(status, { code, message })).toBeInstanceOf(kind);
  });

  it.each([
    ['amount_msat: should be a millisatoshi amount', 'amount'],
    ['description: should be a string', 'description'],
    ['expiry: should be an unsigned 64 bit integer', 'expiry'],
    ['label: should be a string', 'request'],
  ])('says which member is refused: %s', (message, member) => {
    expect(errorOf(500, { code: -32_602, message })).toMatchObject({ member });
  });

  it('is read from both shapes, and from none', () => {
    const said = { code: 900, message: 'Duplicate label' };
    expect(complaintIn(said)).toEqual(said);
    expect(complaintIn({ error: said })).toEqual(said);
    for (const odd of [null, 'x', [], {}, { code: '900' }, { error: 'x' }, { error: null }])
      expect(complaintIn(odd)).toEqual({ code: 0, message: '' });
  });
});
