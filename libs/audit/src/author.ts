import type { Actor } from './actor.js';

/** Who makes a change, and by which call. */
export interface Author {
  readonly actor: Actor;
  /** The id of the call, as answers and logs have it; null where no call was made. */
  readonly correlationId: string | null;
  /** The network that the call came from, never a whole address; null where there was none. */
  readonly address: string | null;
}

/** What the instance does by itself. */
export const SYSTEM: Author = Object.freeze({
  actor: Object.freeze({ kind: 'system', id: 'turnpike', label: null }),
  correlationId: null,
  address: null,
});
