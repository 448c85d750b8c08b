/** The latest moment by which something has to end, on a clock that is never set. It is handed down from call to call. */
export class Deadline {
  private constructor(private readonly at: number) {}

  /** So many milliseconds from now. */
  static in(millis: number): Deadline {
    return new Deadline(performance.now() + millis);
  }

  /** Milliseconds left, 0 when it has passed. */
  get remainingMillis(): number {
    return Math.max(0, this.at - performance.now());
  }

  /** True from the deadline on. */
  get isOver(): boolean {
    return this.remainingMillis === 0;
  }

  /** This deadline, so many milliseconds earlier. */
  earlierBy(millis: number): Deadline {
    return new Deadline(this.at - millis);
  }

  /** This deadline, or one in so many milliseconds if that is earlier. */
  atMost(millis: number): Deadline {
    return new Deadline(Math.min(this.at, performance.now() + millis));
  }
}
