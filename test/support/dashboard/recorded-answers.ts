import type { FastifyRequest } from 'fastify';

/** What the stand-in answers: a body for 200, or status and body. */
export interface RecordedAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** Answers by method and path, as Fastify writes paths: `GET /api/merchant/challenges/:paymentHash/timeline`. */
export type RecordedAnswers = Readonly<Record<string, (request: FastifyRequest) => RecordedAnswer>>;

/** An answer with 200. */
export function ok(body: unknown): RecordedAnswer {
  return { status: 200, body };
}

/** An error as the API answers it. */
export function problem(status: number, error: string, title: string, detail: string): RecordedAnswer {
  const body = {
    type: `/problems/${error}`,
    title,
    status,
    detail,
    error,
    message: detail,
    correlation_id: 'c0ffee00-1234-4a4a-8b8b-000000000001',
  };
  return { status, body };
}

/** So many minutes before now. */
export function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

/** Sixty-four hex digits that differ with the number. */
export function hashOf(index: number): string {
  return Array.from({ length: 64 }, (_one, place) => ((place * 7 + index * 13) % 16).toString(16)).join('');
}

/** A parameter of the path. */
export function pathParam(request: FastifyRequest, name: string): string {
  return (request.params as Readonly<Record<string, string>>)[name] ?? '';
}

/** A parameter of the query, empty if absent. */
export function queryParam(request: FastifyRequest, name: string): string {
  return (request.query as Readonly<Record<string, string>>)[name] ?? '';
}
