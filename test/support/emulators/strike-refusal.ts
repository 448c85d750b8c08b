import { randomBytes } from 'node:crypto';
import type { EmulatorAnswer } from './emulator.js';

/** By member of the request, the codes of what is wrong with it. */
export type StrikeFieldErrors = Readonly<Record<string, readonly string[]>>;

const CODES: Readonly<Record<number, string>> = {
  400: 'INVALID_DATA',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  422: 'UNPROCESSABLE_ENTITY',
  429: 'RATE_LIMIT_EXCEEDED',
  500: 'INTERNAL_SERVER_ERROR',
  503: 'MAINTENANCE_MODE',
};

/** An error in Strike's words. */
export function strikeError(
  status: number,
  code = CODES[status] ?? 'INTERNAL_SERVER_ERROR',
  fields: StrikeFieldErrors = {},
): EmulatorAnswer {
  const validationErrors = Object.fromEntries(
    Object.entries(fields).map(([name, codes]) => [
      name,
      codes.map((one) => ({ code: one, message: `${name} is not valid.` })),
    ]),
  );
  const data = { status, code, message: `Strike says ${code}.`, validationErrors };
  return { status, body: { traceId: randomBytes(16).toString('hex'), data } };
}

/** Ends a call with an error of Strike. */
export class StrikeRefusal extends Error {
  readonly answer: EmulatorAnswer;

  constructor(...error: Parameters<typeof strikeError>) {
    super('Strike refuses this.');
    this.answer = strikeError(...error);
  }
}
