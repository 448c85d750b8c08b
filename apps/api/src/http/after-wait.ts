import { InternalError } from '@turnpike/problems';
import type { FastifyReply } from 'fastify';

/** Goes on with a request, or answers it with an error. */
export type Done = (error?: Error) => void;

/**
 * Goes on with a request after a wait, from a hook, where nobody looks at a promise: whatever fails, the wait or what comes
 * after it, ends this request with an error and never the process. If not even the error can be answered, the connection
 * ends.
 */
export function afterWait<T>(
  wait: Promise<T>,
  next: (value: T) => void,
  done: Done,
  reply: FastifyReply,
): void {
  wait
    .then(next)
    .catch((error: unknown) => done(error instanceof Error ? error : new InternalError(error)))
    .catch(() => reply.raw.destroy());
}
