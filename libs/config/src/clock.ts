/** Where "now" comes from wherever it decides something, so that a test can say what time it is. Also the injection token. */
export abstract class Clock {
  abstract now(): Date;
}

/** The machine's clock. */
export class SystemClock extends Clock {
  override now(): Date {
    return new Date();
  }
}

/** A clock that stands still until it is told to go on: for tests and simulations. */
export class ManualClock extends Clock {
  private millis: number;

  constructor(start: Date) {
    super();
    this.millis = start.getTime();
  }

  override now(): Date {
    return new Date(this.millis);
  }

  /** Goes on by so many seconds; a negative number turns it back. */
  advanceSeconds(seconds: number): void {
    this.millis += seconds * 1000;
  }

  /** Jumps to an instant. */
  set(to: Date): void {
    this.millis = to.getTime();
  }
}
