import { InternalError } from '@turnpike/problems';
import { toProblem } from '../http/to-problem.js';

/** Gone, and not implemented: what some wallets take for the wish never to hear of us again. */
const FINAL: ReadonlySet<number> = new Set([410, 501]);

/** The error as a wallet may be answered it: whatever would be one of those statuses is an unforeseen fault of ours. */
export function neverGone(error: unknown): unknown {
  return FINAL.has(toProblem(error).status) ? new InternalError(error) : error;
}
