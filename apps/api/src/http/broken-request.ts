import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEM_MEDIA_TYPE } from '@turnpike/problems';
import { correlationIdOf } from './correlation-id.js';

const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Answers what is not even an HTTP request, or did not arrive whole in time, and ends the connection. There is no request
 * to speak of, so the problem has no type of its own (`about:blank`, RFC 9457 section 4.2.1): the status says it all.
 */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = STATUS_BY_CODE[error.code ?? ''] ?? 400;
  const title = STATUS_CODES[status] ?? 'Bad Request';
  const correlationId = correlationIdOf(undefined);
  const body = JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail: title,
    error: title.toLowerCase().replaceAll(' ', '_'),
    message: title,
    correlation_id: correlationId,
  });
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-API-Version: 1',
    `X-Correlation-Id: ${correlationId}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
