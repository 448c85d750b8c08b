import { readMacaroons } from './macaroon-list.js';
import { CREDENTIAL } from './testing/known-answer.js';

const ONE = CREDENTIAL.macaroon;
const read = (count: number, joint = ','): number | undefined =>
  readMacaroons(Array<string>(count).fill(ONE).join(joint))?.length;

describe('readMacaroons', () => {
  it('reads one to four macaroons, with or without blanks around the commas', () => {
    expect([1, 2, 3, 4].map((count) => read(count))).toEqual([1, 2, 3, 4]);
    expect([' , ', ',\t', '\r\n,'].map((joint) => read(4, joint))).toEqual([4, 4, 4]);
    expect(readMacaroons(` ${ONE} `)).toHaveLength(1);
  });

  it.each([
    ['nothing', ''],
    ['blanks', '  '],
    ['a comma', ','],
    ['a comma before', `,${ONE}`],
    ['a comma after', `${ONE},`],
    ['two commas between', `${ONE},,${ONE}`],
    ['a blank inside', `${ONE.slice(0, 8)} ${ONE.slice(8)}`],
    ['five', Array<string>(5).fill(ONE).join(',')],
    ['one unreadable of two', `${ONE},${ONE.slice(4)}`],
    ['another separator', `${ONE};${ONE}`],
    ['base64 applied twice', Buffer.from(ONE).toString('base64')],
    ['over 8,192 characters', ONE + ' '.repeat(8_192)],
  ])('refuses %s', (_, text) => {
    expect(readMacaroons(text)).toBeNull();
  });
});
