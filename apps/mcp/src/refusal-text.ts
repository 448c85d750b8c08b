import { L402ApiError, L402AuthError, L402NetworkError, L402PlanError } from '@turnpike/server-sdk';

/** Why a call failed, for whoever asked: the broker's sentence with its slug, every wrong member, and when to come again. */
export function refusalText(error: unknown): string {
  if (error instanceof L402NetworkError) {
    return `${error.message}. Is Turnpike running there? TURNPIKE_URL says where it is.`;
  }
  if (!isAnswered(error)) return error instanceof Error ? error.message : String(error);
  const { message, code, statusCode, retryAfterSeconds, responseBody } = error;
  const lines = [`${message} (${code ?? `status ${statusCode}`})`];
  for (const fault of faultsIn(responseBody)) if (fault !== message) lines.push(fault);
  if (retryAfterSeconds !== undefined) lines.push(`Try again in ${retryAfterSeconds} seconds.`);
  return lines.join('\n');
}

function isAnswered(error: unknown): error is L402ApiError | L402AuthError | L402PlanError {
  return [L402ApiError, L402AuthError, L402PlanError].some((kind) => error instanceof kind);
}

/** What `validation_failed` tells of each member. */
function faultsIn(body: unknown): string[] {
  const { errors } = (typeof body === 'object' && body !== null ? body : {}) as { readonly errors?: unknown };
  if (typeof errors !== 'object' || errors === null) return [];
  return Object.values<unknown>({ ...errors })
    .flat()
    .filter((fault): fault is string => typeof fault === 'string');
}
