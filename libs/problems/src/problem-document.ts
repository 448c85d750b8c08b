import type { Problem } from './problem.js';

/** The media type of a problem document (RFC 9457 section 3). */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** What a document needs beside its problem: our public address without a final slash, and the id of the request. */
export interface ProblemContext {
  readonly baseUrl: string;
  readonly correlationId: string;
}

/**
 * A problem as it goes out: the members of RFC 9457, `error` (the slug) and `message` (the detail) for clients that read
 * these, and the problem's own. `type`, `title`, `detail`, `error` and `message` are always strings.
 */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly error: string;
  readonly message: string;
  readonly correlation_id: string;
  readonly [member: string]: unknown;
}

/** The document of one occurrence. Members of the problem never replace those that every document has. */
export function toProblemDocument(problem: Problem, context: ProblemContext): ProblemDocument {
  return {
    ...problem.members,
    type: `${context.baseUrl}/problems/${problem.slug}`,
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    error: problem.slug,
    message: problem.detail,
    correlation_id: context.correlationId,
  };
}
