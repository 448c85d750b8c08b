import type { VerifyContext } from './judge-credential.js';
import type { Reason } from './reason.js';
import { attenuate } from './testing/attenuate.js';
import { HOLDER_REQUEST, holderCaveat, lawfulReason } from './testing/holder-caveats.js';
import { hostileContext } from './testing/hostile-context.js';
import { hostilePreimage } from './testing/hostile-preimage.js';
import { KEYS, NOW_SECONDS, PREIMAGE, TENANT } from './testing/known-answer.js';
import { isLegitimate } from './testing/legitimacy.js';
import { mutateBytes, mutateEnd } from './testing/mutate-bytes.js';
import { mutateStructure } from './testing/mutate-structure.js';
import { mutateText } from './testing/mutate-text.js';
import { Prng } from './testing/prng.js';
import { SPECIMENS, type Specimen } from './testing/specimens.js';
import { STRANGERS, UNREADABLE } from './testing/strangers.js';
import { verifyCredential } from './verify-credential.js';

interface Attack {
  readonly macaroon: string;
  readonly preimage?: string;
  readonly context?: VerifyContext;
  /** What the verdict must be, where the attack knows it; null is valid. */
  readonly reason?: Reason | null;
  /** Whether the verdict must be valid, where the attack knows that much. */
  readonly opens?: boolean;
}

/** How often each verdict came; null is valid. */
type Tally = ReadonlyMap<Reason | null, number>;

const base64 = (bytes: Buffer): string => bytes.toString('base64');

/**
 * Makes so many attacks of a kind, each on a specimen, and counts the verdicts. Throws at the first that is an exception,
 * that opens without being legitimate, or that is not as the attack foresaw.
 */
function attack(times: number, seed: number, make: (specimen: Specimen, prng: Prng) => Attack): Tally {
  const prng = new Prng(seed);
  const tally = new Map<Reason | null, number>();
  for (let i = 0; i < times; i += 1) {
    const specimen = prng.pick(SPECIMENS);
    const made = make(specimen, prng);
    const { macaroon, preimage = PREIMAGE, context = specimen.context } = made;
    const verdict = verifyCredential({ macaroon, preimage }, TENANT, context, KEYS);
    const reason = verdict.valid ? null : verdict.reason;
    if (!isForeseen(reason, { ...made, preimage, context })) {
      throw new Error(`attack ${i} gave ${reason}: ${JSON.stringify({ macaroon, preimage, context })}`);
    }
    tally.set(reason, (tally.get(reason) ?? 0) + 1);
  }
  return tally;
}

function isForeseen(
  reason: Reason | null,
  made: Required<Pick<Attack, 'preimage' | 'context'>> & Attack,
): boolean {
  if (made.reason !== undefined) return reason === made.reason;
  if (made.opens !== undefined) return (reason === null) === made.opens;
  return reason !== null || isLegitimate(made.macaroon, made.preimage, made.context);
}

describe('one million hostile credentials each get a verdict, and none opens what was not bought', () => {
  it('random bytes and texts: 380,000', () => {
    const tally = attack(380_000, 1, (_, prng) => {
      const bytes = prng.bytes(prng.below(prng.onceIn(50) ? 7_000 : 200));
      if (bytes.length > 0) bytes[0] = 2;
      return { macaroon: prng.onceIn(4) ? bytes.toString('latin1') : base64(bytes) };
    });
    expect(tally).toEqual(new Map([['malformed_macaroon', 380_000]]));
  });

  it('good tokens with wounded bytes: 150,000', () => {
    const tally = attack(150_000, 2, ({ bytes }, prng) => ({ macaroon: base64(mutateBytes(bytes, prng)) }));
    for (const reason of [
      'malformed_macaroon',
      'invalid_preimage',
      'wrong_merchant',
      'invalid_signature',
      null,
    ] as const) {
      expect(tally.get(reason)).toBeGreaterThan(500);
    }
  });

  it('good tokens with fields dropped, moved, doubled, injected, of hostile length: 100,000', () => {
    const tally = attack(100_000, 3, ({ bytes }, prng) => ({
      macaroon: base64(mutateStructure(bytes, prng)),
    }));
    for (const reason of ['malformed_macaroon', 'invalid_signature', null] as const) {
      expect(tally.get(reason)).toBeGreaterThan(500);
    }
  });

  it('good tokens cut short or going on: 50,000', () => {
    const tally = attack(50_000, 4, ({ bytes }, prng) => ({ macaroon: base64(mutateEnd(bytes, prng)) }));
    expect(tally.get('malformed_macaroon')).toBeGreaterThan(49_000);
  });

  it('good tokens in odd spellings: 120,000', () => {
    const tally = attack(120_000, 5, ({ macaroon }, prng) => ({ macaroon: mutateText(macaroon, prng) }));
    expect(tally.get('malformed_macaroon')).toBeGreaterThan(10_000);
    expect(tally.get(null)).toBeGreaterThan(500);
  });

  it('several macaroons, of strangers and unreadable ones too: 50,000', () => {
    const context = { nowSeconds: NOW_SECONDS, strict: false };
    attack(50_000, 6, (_, prng) => {
      const listed = Array.from({ length: 1 + prng.below(5) }, () => prng.pick(STRANGERS));
      const texts = listed.map(({ macaroon }) => macaroon);
      const spoiled = prng.onceIn(4);
      if (spoiled) texts.splice(prng.below(texts.length), 1, prng.pick(UNREADABLE));
      const judged = listed.find(({ fits }) => fits) ?? listed[0];
      const reason = spoiled || listed.length > 4 ? 'malformed_macaroon' : (judged?.reason ?? null);
      return { macaroon: texts.join(prng.pick([',', ', ', ' ,\t'])), context, reason };
    });
  });

  it('hostile preimages with good tokens: 50,000', () => {
    const tally = attack(50_000, 7, ({ macaroon, context }, prng) => {
      const preimage = hostilePreimage(prng);
      return { macaroon, preimage, opens: isLegitimate(macaroon, preimage, context) };
    });
    expect([...tally.keys()].sort()).toEqual(['invalid_preimage', null]);
  });

  it('good credentials for hostile requests: 70,000', () => {
    const tally = attack(70_000, 8, (specimen, prng) => {
      const { macaroon } = specimen;
      const context = hostileContext(specimen, prng);
      return { macaroon, context, opens: isLegitimate(macaroon, PREIMAGE, context) };
    });
    const judged = [
      'expired',
      'missing_context',
      'wrong_resource',
      'wrong_amount',
      'wrong_method',
      'wrong_body',
    ] as const;
    for (const reason of [...judged, null]) expect(tally.get(reason)).toBeGreaterThan(500);
  });

  it('good tokens to which their holder appends what he likes: 30,000', () => {
    const tally = attack(30_000, 9, (specimen, prng) => {
      const appended = Array.from({ length: 1 + prng.below(4) }, () => holderCaveat(specimen, prng));
      const macaroon = attenuate(specimen.macaroon, ...appended.map(({ text }) => text));
      const context = { ...HOLDER_REQUEST, strict: false };
      return { macaroon, context, reason: lawfulReason(specimen, appended) };
    });
    for (const reason of ['caveat_not_allowed', 'expired', 'wrong_method', 'wrong_body', null] as const) {
      expect(tally.get(reason)).toBeGreaterThan(100);
    }
  });
});
