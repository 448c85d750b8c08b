/** An error that the API answered (RFC 9457), or what stands in for one when there was no answer at all. */
export class ApiProblem extends Error {
  /** The HTTP status, or 0 where no answer came. */
  readonly status: number;
  /** The kind of the problem, such as `validation_failed`; `unreachable` where no answer came. */
  readonly slug: string;
  readonly title: string;
  readonly correlationId: string | null;
  /** What is wrong with each member that was sent. */
  readonly fields: Readonly<Record<string, string>>;
  /** After how many seconds it is worth trying again. */
  readonly retryAfterSeconds: number | null;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(status: number, members: Readonly<Record<string, unknown>>, retryAfterSeconds: number | null) {
    super(textOf(members, 'detail') ?? textOf(members, 'message') ?? `The server answered ${status}.`);
    this.name = 'ApiProblem';
    this.status = status;
    this.slug = textOf(members, 'error') ?? 'unknown';
    this.title = textOf(members, 'title') ?? 'Something went wrong';
    this.correlationId = textOf(members, 'correlation_id');
    const { field } = members;
    this.fields = typeof field === 'string' ? { [field]: this.message } : fieldsOf(members['errors']);
    this.retryAfterSeconds = retryAfterSeconds;
    this.members = members;
  }
}

function textOf(members: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = members[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function fieldsOf(errors: unknown): Record<string, string> {
  if (typeof errors !== 'object' || errors === null) return {};
  return Object.fromEntries(
    Object.entries(errors).map(([name, texts]) => [name, [texts].flat().map(String).join(' ')]),
  );
}

/** The problem for a request that got no answer: the network is away, or the server. */
export function unreachable(): ApiProblem {
  const title = 'The server cannot be reached';
  const detail = 'Check your connection. Nothing was lost; try again in a moment.';
  return new ApiProblem(0, { error: 'unreachable', title, detail }, null);
}

/** Makes a problem of anything that was thrown. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new ApiProblem(0, { error: 'unexpected', title: 'This page failed', detail }, null);
}

/** Whether the error says that there is no session, or none any more. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401;
}
