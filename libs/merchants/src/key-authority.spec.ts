import { parseMerchantId } from '@turnpike/l402';
import { ScopeMissing } from '@turnpike/problems';
import { grantScopes, requireScopes } from './key-authority.js';
import type { KeyAuthority } from './key-authority.js';
import { SCOPES, knownScopes } from './scope.js';
import type { Scope } from './scope.js';

function holding(...scopes: Scope[]): KeyAuthority {
  const merchantId = parseMerchantId(1);
  if (merchantId === null) throw new Error('not a merchant id');
  return {
    actor: { kind: 'api_key', id: 'key_1', label: null },
    merchantId,
    mode: 'test',
    scopes: new Set(scopes),
    planTier: 'unlimited',
  };
}

describe('grantScopes', () => {
  it('gives everything but the account unless asked', () => {
    expect(grantScopes(holding(...SCOPES), null)).toEqual([
      'challenges:write',
      'challenges:verify',
      'challenges:read',
    ]);
  });

  it('gives no more by default than the maker holds', () => {
    expect(grantScopes(holding('merchant:admin', 'challenges:read'), null)).toEqual(['challenges:read']);
  });

  it('gives what is asked for, each scope once and in one order', () => {
    const asked: Scope[] = ['merchant:admin', 'challenges:read', 'merchant:admin'];
    expect(grantScopes(holding(...SCOPES), asked)).toEqual(['challenges:read', 'merchant:admin']);
  });

  it('refuses a scope that the maker lacks, and names it', () => {
    const attempt = () =>
      grantScopes(holding('merchant:admin', 'challenges:read'), ['challenges:read', 'challenges:write']);
    expect(attempt).toThrow(ScopeMissing);
    expect(attempt).toThrow('challenges:write');
  });

  it('refuses to make a key that could do nothing', () => {
    expect(() => grantScopes(holding('merchant:admin'), null)).toThrow(ScopeMissing);
  });
});

describe('requireScopes', () => {
  it('lets no scope stand for another', () => {
    for (const scope of SCOPES) {
      const others = SCOPES.filter((other) => other !== scope);
      expect(() => {
        requireScopes(holding(...others), [scope]);
      }).toThrow(ScopeMissing);
      expect(() => {
        requireScopes(holding(scope), [scope]);
      }).not.toThrow();
    }
  });
});

describe('knownScopes', () => {
  it('drops what this version does not know', () => {
    expect(knownScopes(['challenges:read', 'everything', ''])).toEqual(['challenges:read']);
  });
});
