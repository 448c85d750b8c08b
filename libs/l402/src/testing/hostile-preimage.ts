import { PREIMAGE } from './known-answer.js';
import { insertAt, JUNK } from './mutate-text.js';
import type { Prng } from './prng.js';

/** Anything a payer may send for a preimage, the good one now and then. */
export function hostilePreimage(prng: Prng): string {
  return prng.pick([
    () => PREIMAGE,
    () => ` ${PREIMAGE.toUpperCase()}\n`,
    () => '',
    () => prng.bytes(32).toString('hex'),
    () => prng.bytes(32).toString('base64'),
    () => prng.bytes(prng.below(80)).toString('hex'),
    () => PREIMAGE.slice(prng.below(64)),
    () => insertAt(PREIMAGE, prng.below(65), prng.pick(JUNK)),
    () => `0x${PREIMAGE}`,
    () => PREIMAGE.repeat(2),
    () => 'f'.repeat(prng.below(10_000)),
  ])();
}
