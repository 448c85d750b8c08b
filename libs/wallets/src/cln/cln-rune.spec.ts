import { INVOICE_RESTRICTIONS, makeRune } from '../../../../test/support/emulators/cln-runes.js';
import { excessMethods, runeRestrictions } from './cln-rune.js';

function excessOf(restrictions: string): readonly string[] | null {
  const read = runeRestrictions(makeRune(restrictions));
  return read === null ? null : excessMethods(read);
}

describe('what a rune allows beyond invoices', () => {
  it.each([
    ['nothing, as it is asked for', INVOICE_RESTRICTIONS, []],
    [
      'nothing, in several steps',
      'rate=600&method^list|method^wait|method=invoice&method$invoices|method$invoice',
      [],
    ],
    ['nothing, for reading only', 'method=listinvoices', []],
    ['everything', '', ['all_methods']],
    ['everything, at a rate', 'rate=60', ['all_methods']],
    ['everything, until a time', 'time<2000000000', ['all_methods']],
    ['everything, by way of another condition', 'method=invoice|time<2000000000', ['all_methods']],
    ['what it names', `method=invoice|method=xpay|method=a-plugin_method`, ['xpay', 'a-plugin_method']],
    ['what a parameter may narrow', 'method=pay&pnameamountmsat<10000', ['pay']],
    ['what begins like that', 'method^list|method=invoice', ['listfunds', 'listpays', 'listpeerchannels']],
    ['what ends like that', 'method$funds', ['listfunds']],
    ['what contains that', 'method~onion', ['sendonion']],
    ['what is sorted like that', 'method{d&method}com', ['createrune', 'commando']],
    ['nothing for comparisons that no name meets', 'method<5|method>5|method!', []],
    ['what an escaped mark does not divide', 'method=pay\\|method=invoice', []],
    ['nothing that has no name of a method', 'method=<b>|method=invoice', []],
  ])('is %s', (_what, restrictions, excess) => {
    expect(excessOf(restrictions)).toEqual(excess);
  });

  it('leaves one out where it is excluded', () => {
    const excess = excessOf('method/pay&method/withdraw');
    expect(excess).toContain('xpay');
    expect(excess).not.toContain('pay');
    expect(excess).not.toContain('withdraw');
  });

  it('is read from the examples in the manual of Core Lightning', () => {
    const lists =
      '_RWaZZRI7wAYU2hqlFBmYgC_dFczcpAdI_9O87YbDpg9MCZtZXRob2RebGlzdHxtZXRob2ReZ2V0fG1ldGhvZD1zdW1tYXJ5Jm1ldGhvZC9saXN0ZGF0YXN0b3Jl';
    const pays =
      'QUJEYMLGgiaJvMDv_MhR2hiMKIBTbq-PrL-KxcIlirQ9MiZtZXRob2Q9cGF5JnBuYW1lYW1vdW50bXNhdDwxMDAwMA==';
    const excess = (rune: string): readonly string[] => excessMethods(runeRestrictions(rune) ?? []);
    expect(excess(lists)).toEqual(['listfunds', 'listpays', 'listpeerchannels', 'getinfo', 'summary']);
    expect(excess(pays)).toEqual(['pay']);
  });

  it.each([
    ['a text that is too short', 'abcd'],
    ['an alternative without a condition', makeRune('method')],
    ['an empty restriction', makeRune('rate=5&&method=pay')],
    ['a thousand alternatives', makeRune(Array<string>(1_000).fill('method=pay').join('|'))],
  ])('is not known from %s', (_what, rune) => {
    expect(runeRestrictions(rune)).toBeNull();
  });
});
