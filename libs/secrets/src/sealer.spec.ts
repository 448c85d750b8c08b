import { KeyRing } from './key-ring.js';
import { Sealer, UnsealError } from './sealer.js';

const entry = (kid: number) => ({ kid, key: Buffer.alloc(32, kid) });
const sealer = (...kids: number[]): Sealer => new Sealer(new KeyRing(kids.map(entry)));
const secret = Buffer.from('lndconnect://node:10009?macaroon=AgEDbG5k');
const context = 'wallet_connection:42:live';

describe('a sealed secret', () => {
  it('opens to what was sealed, empty secrets included', () => {
    for (const plain of [secret, Buffer.alloc(0)]) {
      expect(sealer(1).open(sealer(1).seal(plain, context), context)).toEqual(plain);
    }
  });

  it('shows nothing of the secret, and is different each time', () => {
    const [one, two] = [sealer(1).seal(secret, context), sealer(1).seal(secret, context)];
    expect(one.includes('macaroon')).toBe(false);
    expect(one.equals(two)).toBe(false);
  });

  it('still opens after a new key came first, which seals from then on', () => {
    const old = sealer(1).seal(secret, context);
    const rotated = sealer(2, 1);
    expect(rotated.open(old, context)).toEqual(secret);
    const fresh = rotated.seal(secret, context);
    expect(sealer(2).open(fresh, context)).toEqual(secret);
    expect(() => sealer(2).open(old, context)).toThrow('a key that is not configured');
  });

  it('does not open for another context', () => {
    const sealed = sealer(1).seal(secret, context);
    expect(() => sealer(1).open(sealed, 'wallet_connection:43:live')).toThrow(UnsealError);
  });

  it('does not open when any one byte is altered', () => {
    const sealed = sealer(1).seal(secret, context);
    for (let i = 0; i < sealed.length; i++) {
      const altered = Buffer.from(sealed);
      altered[i] = (altered[i] ?? 0) ^ 1;
      expect(() => sealer(1, 0).open(altered, context)).toThrow(UnsealError);
    }
  });

  it('does not open when cut or lengthened', () => {
    const sealed = sealer(1).seal(secret, context);
    for (const wrong of [sealed.subarray(0, -1), sealed.subarray(0, 29), Buffer.alloc(0)]) {
      expect(() => sealer(1).open(wrong, context)).toThrow(UnsealError);
    }
    expect(() => sealer(1).open(Buffer.concat([sealed, Buffer.from([0])]), context)).toThrow(UnsealError);
  });
});

describe('a key ring', () => {
  it('needs a key, and no two of one number', () => {
    expect(() => new KeyRing([])).toThrow();
    expect(() => new KeyRing([entry(1), entry(1)])).toThrow();
  });

  it('makes with the first and finds each by number', () => {
    const ring = new KeyRing([entry(2), entry(1)]);
    expect(ring.current.kid).toBe(2);
    expect(ring.get(1)).toEqual(entry(1));
    expect(ring.get(3)).toBeNull();
  });
});
