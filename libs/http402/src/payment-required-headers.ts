import { challengeLines, headerBytes, type OfferedChallenge } from './head-budget.js';
import type { HeaderSource } from './header-source.js';

/** What the caller knows of the answer: headers that it sends besides, and a body that is no problem document. */
export interface PaymentRequiredHeaderOptions {
  readonly alsoSent?: HeaderSource;
  readonly contentType?: string;
}

const STATUS_LINE_BYTES = 'HTTP/1.1 402 Payment Required\r\n'.length;
const END_OF_HEAD_BYTES = '\r\n'.length;
/** For what a server adds on its own: Date, Connection, Keep-Alive, Content-Length. */
const SERVER_OWN_BYTES = 160;

/**
 * The headers of a 402 in the order to send them: the challenges, each on its own line, within the budget of
 * `challengeLines`; never stored by a cache, never given to another payer. Throws `InvalidHeaderText` for a challenge
 * that cannot be written.
 */
export function paymentRequiredHeaders(
  offered: OfferedChallenge,
  { alsoSent = [], contentType = 'application/problem+json' }: PaymentRequiredHeaderOptions = {},
): readonly (readonly [name: string, value: string])[] {
  const fixed = [
    ['Cache-Control', 'no-store'],
    ['Vary', 'Authorization'],
    ['Content-Type', contentType],
  ] as const;
  const otherHeadBytes =
    STATUS_LINE_BYTES + headerBytes(fixed) + headerBytes(alsoSent) + SERVER_OWN_BYTES + END_OF_HEAD_BYTES;
  const challenges = challengeLines(offered, otherHeadBytes).map(
    (line) => ['WWW-Authenticate', line] as const,
  );
  return [...challenges, ...fixed];
}
