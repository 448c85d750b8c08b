import type { VerifyContext } from '../judge-credential.js';
import { PREIMAGE } from './known-answer.js';
import { SPECIMENS, type Specimen } from './specimens.js';

const withoutLocation = (bytes: Buffer): Buffer => {
  if (bytes[1] !== 1) return bytes.subarray(1);
  const low = bytes[2] ?? 0;
  const size = low < 0x80 ? low : (low & 0x7f) + 128 * (bytes[3] ?? 0);
  return bytes.subarray((low < 0x80 ? 3 : 4) + size);
};

const SIGNED_PARTS = SPECIMENS.map(({ bytes }) => withoutLocation(bytes));

/** The specimen that a text is, however it is spelled and whatever its location: all that is signed must be there. */
function sameToken(text: string): Specimen | undefined {
  const signed = withoutLocation(Buffer.from(text.trim(), 'base64'));
  return SPECIMENS[SIGNED_PARTS.findIndex((part) => part.equals(signed))];
}

const isSaid = (member: unknown): boolean => member !== undefined && member !== null;

/** Whether a request is one that the token pays for, by the rules written down a second time, as plainly as can be. */
function pays({ minted, expiresAtSeconds }: Specimen, asked: VerifyContext): boolean {
  const { resource, amountSats, method, bodySha256 } = minted;
  const saysEnough = isSaid(asked.resource) && (isSaid(asked.amountSats) || isSaid(asked.minAmountSats));
  return (
    asked.nowSeconds < expiresAtSeconds &&
    (saysEnough || !asked.strict) &&
    (asked.resource ?? resource) === resource &&
    (asked.amountSats ?? amountSats) === amountSats &&
    (asked.minAmountSats ?? 0) <= amountSats &&
    (!isSaid(method) || asked.method === method || (method === 'GET' && asked.method === 'HEAD')) &&
    (!isSaid(bodySha256) || asked.bodySha256?.toLowerCase() === bodySha256)
  );
}

/**
 * Whether a credential may be found valid: one of its macaroons is a specimen as issued, its preimage is the right one,
 * and the request is paid for. It knows nothing of keys: a token that it does not know must not open anything.
 */
export function isLegitimate(macaroons: string, preimage: string, context: VerifyContext): boolean {
  if (preimage.trim().toLowerCase() !== PREIMAGE) return false;
  return macaroons.split(',').some((text) => {
    const specimen = sameToken(text);
    return specimen !== undefined && pays(specimen, context);
  });
}
