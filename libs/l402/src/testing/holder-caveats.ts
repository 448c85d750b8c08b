import type { Reason } from '../reason.js';
import { NOW_SECONDS } from './known-answer.js';
import type { Prng } from './prng.js';
import type { Specimen } from './specimens.js';

/** A caveat that a holder of a token appends, and what the law makes of it: a term of ours, to be skipped, refused. */
export interface HolderCaveat {
  readonly text: string;
  readonly means: 'nothing' | 'refusal' | { readonly name: string; readonly value: string };
}

const BODY_SHA256 = 'ab'.repeat(32);

const TERMS: Readonly<Record<string, readonly string[]>> = {
  path: ['/', '/v1', '/v1/forecast/x'],
  merchant_id: ['1042', '1042', '1043'],
  amount_sats: ['25', '25', '1', '26'],
  expires: [0, 1, 1_800, 3_000, 3_539, 3_540, 3_600, 3_601, 99_999_999].map((after) =>
    String(NOW_SECONDS + after),
  ),
  method: ['GET', 'GET', 'POST', 'HEAD'],
  body_sha256: [BODY_SHA256, BODY_SHA256, 'cd'.repeat(32)],
};

const NOTHING = [
  'preimage=00',
  'services=joke:0',
  'RequestPath = /',
  '=',
  'a',
  'expire=1',
  'tp=1',
  'xpath=/',
  '\u0000=\n',
];

const REFUSALS = [
  ['path', 'expires', 'method', 'Expires', ' path'],
  ['path=', 'path=\n', 'merchant_id=01042', 'amount_sats=25.0', 'expires=', 'expires=+1', 'expires=1e9'],
  ['method=get', 'method=GET,POST', 'body_sha256=', 'expires=9007199254740992'],
  [
    'Expires=1',
    'expires =1',
    ' expires=1',
    'EXPIRES\t=1',
    'Path=/',
    'METHOD=GET',
    'tp_',
    'tp_x=1',
    'TP_uses=1',
  ],
].flat();

/** Any caveat: mostly terms of ours, narrowing or widening, sometimes what is skipped, seldom what is refused. */
export function holderCaveat({ minted }: Specimen, prng: Prng): HolderCaveat {
  if (prng.onceIn(6)) return { text: prng.pick(NOTHING), means: 'nothing' };
  if (prng.onceIn(12)) return { text: prng.pick(REFUSALS), means: 'refusal' };
  const name = prng.pick(Object.keys(TERMS));
  const value = name === 'path' && prng.onceIn(2) ? minted.resource : prng.pick(TERMS[name] ?? []);
  return { text: `${name}=${value}`, means: { name, value } };
}

/** The request that the reasons below are about: GET, with that body, at that time. */
export const HOLDER_REQUEST = { nowSeconds: NOW_SECONDS, method: 'GET', bodySha256: BODY_SHA256 };

/** What must become of a specimen with these caveats appended, by the attenuation law written down a second time. */
export function lawfulReason(specimen: Specimen, appended: readonly HolderCaveat[]): Reason | null {
  const { resource, merchantId, amountSats, method, bodySha256 } = specimen.minted;
  const held: Record<string, string | null> = {
    path: resource,
    merchant_id: String(merchantId),
    amount_sats: String(amountSats),
    expires: String(specimen.expiresAtSeconds),
    method: method ?? null,
    body_sha256: bodySha256 ?? null,
  };
  for (const { means } of appended) {
    if (means === 'refusal') return 'caveat_not_allowed';
    if (means === 'nothing') continue;
    const before = held[means.name] ?? null;
    const narrower = means.name === 'expires' && Number(means.value) < Number(before);
    if (before !== null && before !== means.value && !narrower) return 'caveat_not_allowed';
    held[means.name] = means.value;
  }
  if (Number(held['expires']) <= HOLDER_REQUEST.nowSeconds) return 'expired';
  if (held['method'] !== null && held['method'] !== 'GET') return 'wrong_method';
  if (held['body_sha256'] !== null && held['body_sha256'] !== BODY_SHA256) return 'wrong_body';
  return null;
}
