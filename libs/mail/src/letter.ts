/** A letter to one person, in plain text. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A letter that waits, as the operator sees it. */
export interface WaitingLetter {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  /** Null where a server sends it: nobody has to hand it on, and what it holds is for its reader alone. */
  readonly text: string | null;
  /** `kept` for the operator to hand on; `waiting` for the server, or `failing` since the server did not take it. */
  readonly state: 'kept' | 'waiting' | 'failing';
  readonly createdAt: Date;
}
