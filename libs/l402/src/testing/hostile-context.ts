import type { VerifyContext } from '../judge-credential.js';
import type { Prng } from './prng.js';
import type { Specimen } from './specimens.js';

/** A request like the one that the specimen admits, with members missing, wrong, or not even numbers. */
export function hostileContext({ context }: Specimen, prng: Prng): VerifyContext {
  const now = context.nowSeconds;
  const numbers = [undefined, null, 0, -1, 1, 24, 25, 26, 25.5, NaN, Infinity, Number.MAX_SAFE_INTEGER];
  const texts = [
    undefined,
    null,
    '',
    '/',
    'GET',
    'HEAD',
    'POST',
    'get',
    'GET ',
    '00'.repeat(32),
    '\ud800',
    '__proto__',
  ];
  const keepOr = <Value>(kept: Value, others: readonly Value[]): Value =>
    prng.onceIn(3) ? prng.pick([...others, kept]) : kept;
  return {
    nowSeconds: keepOr(now, [
      0,
      now + 3_539,
      now + 3_540,
      now + 3_599.999,
      now + 3_600,
      now * 1_000,
      NaN,
      -Infinity,
    ]),
    strict: prng.onceIn(2),
    resource: keepOr(context.resource, [...texts, `${context.resource}/`]),
    amountSats: keepOr(context.amountSats, numbers),
    minAmountSats: keepOr(context.minAmountSats, numbers),
    method: keepOr(context.method, texts),
    bodySha256: keepOr(context.bodySha256, [...texts, context.bodySha256?.toUpperCase()]),
  };
}
