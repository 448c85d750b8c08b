/** A letter to one person, in plain text. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A letter that waits. */
export interface WaitingLetter extends Letter {
  readonly id: string;
  readonly createdAt: Date;
}
