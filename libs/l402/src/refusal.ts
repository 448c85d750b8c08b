import type { Reason } from './reason.js';

/** A member of the verify call that a token may make compulsory. `amountSats` stands for either amount. */
export type ContextMember = 'resource' | 'amountSats' | 'method' | 'bodySha256';

/** The verdict on a credential that opens nothing. A refusal is a value: hostile input never makes an exception. */
export interface Refusal {
  readonly valid: false;
  readonly reason: Reason;
  /** With `missing_context`: the members without which the token cannot be judged. */
  readonly missing?: readonly ContextMember[];
}

/** Makes a refusal with this reason. */
export function refuse(reason: Reason): Refusal {
  return { valid: false, reason };
}
