/** What the broker answered besides the status, as far as it could be read. */
export interface RefusedAnswer {
  readonly statusCode: number;
  /** The body as it came: an object if it was JSON, else its text. */
  readonly responseBody: unknown;
  /** From `Retry-After`, in seconds. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Every error of this package, but those for arguments that could not be meant, which are `TypeError`s. */
export class L402ServerError extends Error {
  override readonly name: string = 'L402ServerError';
}

/** An answer that is no success. `code` is the short name that the broker's catalogue of errors has for it. */
class AnsweredError extends L402ServerError implements RefusedAnswer {
  readonly statusCode: number;
  readonly responseBody: unknown;
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, answer: RefusedAnswer) {
    super(message);
    this.statusCode = answer.statusCode;
    this.responseBody = answer.responseBody;
    this.retryAfterSeconds = answer.retryAfterSeconds;
  }

  get code(): string | undefined {
    return textMember(this.responseBody, 'error');
  }
}

/** The API key is missing, unknown, revoked or expired (401). */
export class L402AuthError extends AnsweredError {
  override readonly name = 'L402AuthError';
}

/** The merchant's plan, or the scope or mode of the key, does not allow it (402, 403). */
export class L402PlanError extends AnsweredError {
  override readonly name = 'L402PlanError';

  /** The plan that the merchant is on, where the broker told. */
  get currentPlan(): string | undefined {
    return textMember(this.responseBody, 'current_plan');
  }
}

/** Any other answer that is no success, and a success that cannot be read. */
export class L402ApiError extends AnsweredError {
  override readonly name = 'L402ApiError';
}

/** No answer, or none in time, or the call was aborted; `cause` has what the runtime said. */
export class L402NetworkError extends L402ServerError {
  override readonly name = 'L402NetworkError';

  constructor(message: string, cause: unknown) {
    super(message, { cause });
  }
}

/** The error for an answer that is no success. Its text is the broker's sentence, else its short name. */
export function errorForAnswer(answer: RefusedAnswer): L402AuthError | L402PlanError | L402ApiError {
  const { statusCode, responseBody } = answer;
  const told = textMember(responseBody, 'message') ?? textMember(responseBody, 'error');
  const message = told ?? `The broker answered with status ${String(statusCode)}`;
  if (statusCode === 401) return new L402AuthError(message, answer);
  if (statusCode === 402 || statusCode === 403) return new L402PlanError(message, answer);
  return new L402ApiError(message, answer);
}

function textMember(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value = (body as Record<string, unknown>)[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
