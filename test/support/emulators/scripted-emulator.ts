import { Emulator, type EmulatorAnswer, type EmulatorRequest } from './emulator.js';

/** A server that answers every call with what a test tells it to, for answers that no honest provider gives. */
export class ScriptedEmulator extends Emulator {
  /** The requests as they came, bodies included. */
  readonly requests: EmulatorRequest[] = [];

  /** Gives the answer to a request. */
  constructor(public respond: (request: EmulatorRequest) => EmulatorAnswer) {
    super();
  }

  protected override answer(request: EmulatorRequest): Promise<EmulatorAnswer> {
    this.requests.push(request);
    return Promise.resolve(this.respond(request));
  }

  protected override failure(status: number): EmulatorAnswer {
    return { status, body: {} };
  }
}
