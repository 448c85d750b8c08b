import { Injectable } from '@nestjs/common';

/** Whether this process is on its way out: it finishes what it has and asks for no more. */
@Injectable()
export class Shutdown {
  private begun = false;

  /** True from the first moment of the shutdown on. */
  get isUnderWay(): boolean {
    return this.begun;
  }

  /** Begins; there is no way back. */
  begin(): void {
    this.begun = true;
  }
}
