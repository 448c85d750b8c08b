import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  ExpectationFailed,
  HeadersTooLarge,
  MalformedRequest,
  MethodNotAllowed,
  PayloadTooLarge,
  PROBLEM_MEDIA_TYPE,
  RequestTimeout,
  toProblemDocument,
} from '@turnpike/problems';
import type { Problem } from '@turnpike/problems';
import { correlationIdOf } from '@turnpike/observability';

const PROBLEM_BY_CODE: Readonly<Record<string, () => Problem>> = {
  HPE_HEADER_OVERFLOW: () => new HeadersTooLarge(),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: () => new PayloadTooLarge(),
  ERR_HTTP_REQUEST_TIMEOUT: () => new RequestTimeout(),
};

/** A connection as Node gives it: a socket, which can end as soon as all is written. */
interface Connection extends Duplex {
  destroySoon?(): void;
}

/**
 * Answers what never becomes a request of the router: bytes that are no HTTP, a request that did not arrive whole in time, an
 * expectation that we do not know, a tunnel. Each gets the problem document and the headers of every other answer, and its
 * connection ends on both sides, whatever the caller does with theirs.
 */
export class BrokenRequests {
  constructor(private readonly baseUrl: () => string) {}

  /** For Node's `clientError`. */
  answerError(error: Error & { code?: string }, socket: Connection): void {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    this.endWith(PROBLEM_BY_CODE[error.code ?? '']?.() ?? new MalformedRequest(), undefined, socket);
  }

  /** For Node's `connect`: nothing here tunnels. */
  refuseTunnel(request: IncomingMessage, socket: Connection): void {
    // Node takes its own listener away, and an error nobody listens to would end the process.
    socket.on('error', () => socket.destroy());
    this.endWith(new MethodNotAllowed([]), request, socket);
  }

  /** For Node's `checkExpectation`. */
  refuseExpectation(request: IncomingMessage, response: ServerResponse): void {
    const { status, headers, body } = this.answerOf(new ExpectationFailed(), request);
    response.writeHead(status, headers).end(body);
  }

  private endWith(problem: Problem, request: IncomingMessage | undefined, socket: Connection): void {
    const { status, headers, body } = this.answerOf(problem, request);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    socket.end([`HTTP/1.1 ${status} ${problem.title}`, ...lines, '', body].join('\r\n'));
    socket.destroySoon?.();
  }

  private answerOf(problem: Problem, request: IncomingMessage | undefined) {
    const correlationId = correlationIdOf(request?.headers['x-correlation-id']);
    const body = JSON.stringify(toProblemDocument(problem, { baseUrl: this.baseUrl(), correlationId }));
    const headers: Record<string, string> = {
      ...problem.headers,
      'Content-Type': PROBLEM_MEDIA_TYPE,
      'Content-Length': String(Buffer.byteLength(body)),
      'X-API-Version': '1',
      'X-Correlation-Id': correlationId,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      Connection: 'close',
    };
    return { status: problem.status, headers, body };
  }
}
