import { HttpException } from '@nestjs/common';
import { limits } from '@turnpike/config';
import { isDatabaseUnavailable } from '@turnpike/database';
import {
  InternalError,
  MalformedJson,
  MethodNotAllowed,
  NotFound,
  PayloadTooLarge,
  Problem,
  ServiceUnavailable,
  UnsupportedMediaType,
  ValidationFailed,
} from '@turnpike/problems';
import type { FastifyError } from 'fastify';
import { isSchemaRefusal, schemaProblem } from './schema-problem.js';

/** What Fastify says about a request before any of our code sees it. */
const FRAMEWORK: Readonly<Record<string, () => Problem>> = {
  FST_ERR_BAD_URL: () => new NotFound(),
  FST_ERR_MAX_PARAM_LENGTH: () => new NotFound(),
  FST_ERR_CTP_BODY_TOO_LARGE: () => new PayloadTooLarge(limits.bodyBytesMax),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new UnsupportedMediaType(),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new MalformedJson('The body is not as long as Content-Length says.'),
};

/**
 * The problem that an error is for the caller: itself if it is one, 503 where the database is away, 500 for what was not
 * foreseen. Nothing of a foreign error goes out but its status.
 */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isSchemaRefusal(error)) return schemaProblem(error);
  const known = FRAMEWORK[codeOf(error)];
  if (known !== undefined) return known();
  const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
  if (status !== null && status >= 400 && status < 500) return ofStatus(status);
  if (isDatabaseUnavailable(error))
    return new ServiceUnavailable(limits.serviceUnavailableRetrySeconds, error);
  return new InternalError(error);
}

/** Errors of the framework's own that carry a status and no code of the table above. */
function ofStatus(status: number): Problem {
  switch (status) {
    case 404:
      return new NotFound();
    case 405:
      return new MethodNotAllowed([]);
    case 413:
      return new PayloadTooLarge();
    case 415:
      return new UnsupportedMediaType();
    default:
      return new ValidationFailed({ request: ['the request could not be read'] });
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

function statusOf(error: unknown): number | null {
  const { statusCode } = (typeof error === 'object' && error !== null ? error : {}) as Partial<FastifyError>;
  return typeof statusCode === 'number' ? statusCode : null;
}
