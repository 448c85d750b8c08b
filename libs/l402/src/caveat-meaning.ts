import { readCaveat, type CaveatName } from './caveat.js';

/** A caveat in words. */
export interface ExplainedCaveat {
  /** The caveat as it stands, but for a preimage, which is a secret. */
  readonly text: string;
  /** What stands before the first `=`; all of it if there is none. */
  readonly condition: string;
  readonly value: string | null;
  /** Whether it is one of those that we mint and enforce. */
  readonly known: boolean;
  readonly meaning: string;
}

const NOT_SHOWN = '(not shown)';
const PREIMAGE = /^\s*preimage\s*$/i;

const MEANING: Record<CaveatName, (value: string) => string> = {
  path: (value) => `Good for the resource ${value} only, byte for byte.`,
  merchant_id: (value) => `Sold by merchant ${value}.`,
  amount_sats: (value) => `Bought for ${value} ${value === '1' ? 'sat' : 'sats'}.`,
  expires: (value) => `Good before ${moment(value)}.`,
  method: (value) => `Good for ${value === 'GET' ? 'GET and HEAD requests' : `${value} requests`} only.`,
  body_sha256: (value) => `Good for the one request body with this SHA-256: ${value}.`,
};

/** Says what a caveat means to us. A third-party caveat is one that somebody else would have to discharge. */
export function explainCaveat(bytes: Buffer, isThirdParty: boolean): ExplainedCaveat {
  const written = bytes.toString('utf8');
  const split = written.indexOf('=');
  const condition = split < 0 ? written : written.slice(0, split);
  const isSecret = PREIMAGE.test(condition);
  const value = split < 0 ? null : isSecret ? NOT_SHOWN : written.slice(split + 1);
  const text = value === null ? condition : `${condition}=${value}`;
  if (isThirdParty) {
    return {
      text,
      condition,
      value,
      known: false,
      meaning: 'A third party would have to discharge it: the token is refused.',
    };
  }
  const caveat = readCaveat(bytes);
  if (caveat === 'refused') {
    const meaning = 'It looks like one of ours and is not in our form, so the token is refused.';
    return { text, condition, value, known: false, meaning };
  }
  if (caveat === 'not_ours') {
    const meaning = isSecret
      ? 'A preimage that the payer’s client put into the token; it is not looked at.'
      : 'Not one of ours: it is covered by the signature and asks nothing of a request.';
    return { text, condition, value, known: false, meaning };
  }
  return { text, condition, value, known: true, meaning: MEANING[caveat.name](caveat.value) };
}

function moment(seconds: string): string {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime())
    ? `${seconds} seconds after 1970`
    : date.toISOString().slice(0, 19) + 'Z';
}
