import { headerLines, type HeaderSource } from './header-source.js';
import { paymentChallengeText } from './header-text.js';
import { formatL402Challenge, type L402Challenge } from './l402-challenge.js';

/** What a 402 offers: the L402 challenge and, where the merchant has it on, the `Payment …` challenge as minted. */
export interface OfferedChallenge extends L402Challenge {
  readonly payment?: string | null;
}

/** Proxies with small buffers drop an answer whose status line and headers reach this size. */
export const HEAD_BYTES_MAX = 4096;

const LINE_OVERHEAD_BYTES = ': \r\n'.length;

/**
 * The `WWW-Authenticate` values of a 402, L402 first. To keep the whole head under `HEAD_BYTES_MAX` beside the
 * `otherHeadBytes` already spoken for, `Payment` goes first, then `token` and `version`; the L402 challenge itself is
 * always sent, even where that is still too long. Throws `InvalidHeaderText` as `formatL402Challenge` does.
 */
export function challengeLines(offered: OfferedChallenge, otherHeadBytes: number): readonly string[] {
  const full = formatL402Challenge(offered);
  const short = formatL402Challenge(offered, 'short');
  const payment = offered.payment ? [paymentChallengeText(offered.payment)] : [];
  const best = [[full, ...payment], [full]].find(
    (values) =>
      otherHeadBytes + headerBytes(values.map((value) => ['WWW-Authenticate', value])) < HEAD_BYTES_MAX,
  );
  return best ?? [short];
}

/** The bytes that these headers take in HTTP/1.1, line ends included. */
export function headerBytes(headers: HeaderSource): number {
  return headerLines(headers).reduce(
    (sum, [name, value]) => sum + name.length + value.length + LINE_OVERHEAD_BYTES,
    0,
  );
}
