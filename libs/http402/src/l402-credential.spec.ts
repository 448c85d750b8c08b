import { InvalidHeaderText } from './header-text.js';
import { formatL402Credential } from './l402-credential.js';

const preimage = 'ed7a545cd950f5bf307f70a7c25cc959be79585270f52088b830c41cc8fe7ec4';

describe('formatL402Credential', () => {
  it('writes macaroon and preimage with a colon between', () => {
    expect(formatL402Credential({ macaroon: 'AgE=', preimage })).toBe(`L402 AgE=:${preimage}`);
  });

  it('keeps several macaroons', () => {
    expect(formatL402Credential({ macaroon: 'AgE=,AgI', preimage })).toBe(`L402 AgE=,AgI:${preimage}`);
  });

  it.each(['', 'a:b', 'a b', 'a,,b', 'a,', 'a\r\nX: y', 'a"'])('refuses the macaroon %j', (macaroon) => {
    expect(() => formatL402Credential({ macaroon, preimage })).toThrow(new InvalidHeaderText('macaroon'));
  });

  it.each(['', 'ab', `${preimage}00`, `${preimage}\n`, 'z'.repeat(64)])('refuses the preimage %j', (text) => {
    expect(() => formatL402Credential({ macaroon: 'AgE=', preimage: text })).toThrow(
      new InvalidHeaderText('preimage'),
    );
  });
});
