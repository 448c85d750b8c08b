/**
 * Tells when nothing has moved for a time: looks at a count of bytes when the time is over, so that moving bytes costs
 * nothing. A silence shows at least after its time and at most after twice that.
 */
export class SilenceWatch {
  private timer: NodeJS.Timeout | null = null;
  private seen = -1;

  constructor(
    private readonly bytes: () => number,
    private readonly onSilence: () => void,
  ) {}

  /** Begins anew, with so much time. */
  begin(millis: number): void {
    this.end();
    this.seen = this.bytes();
    this.timer = setTimeout(() => this.look(millis), millis);
  }

  /** Looks no more. */
  end(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private look(millis: number): void {
    if (this.bytes() === this.seen) this.onSilence();
    else this.begin(millis);
  }
}
