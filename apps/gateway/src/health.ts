import type { IncomingMessage, ServerResponse } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { limits, VERSION } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { correlationIdOf } from '@turnpike/observability';
import { NotFound, PROBLEM_MEDIA_TYPE, toProblemDocument } from '@turnpike/problems';

/** Whether a gateway should get requests: it does without its database what it can, which is nothing. */
export class Readiness {
  private stopping = false;

  constructor(private readonly app: INestApplicationContext) {}

  /** From now on it should not. */
  stop(): void {
    this.stopping = true;
  }

  /** Asks the database, for a bounded time. */
  async isReady(): Promise<boolean> {
    if (this.stopping) return false;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), limits.readinessTimeoutMillis);
    });
    const pool = this.app.get(HotPool, { strict: false });
    const asked = pool.query({ text: 'SELECT 1' }).then(
      () => true,
      () => false,
    );
    const isUp = await Promise.race([asked, late]);
    clearTimeout(timer);
    return isUp;
  }
}

/** Answers what a gateway's own server is asked beside proxies: `/health/live`, `/health/ready`, and that there is no more. */
export async function answerHealth(
  readiness: Readiness,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url?.split('?', 1)[0];
  const correlationId = correlationIdOf(request.headers['x-correlation-id']);
  const send = (status: number, body: object, type = 'application/json'): void => {
    response.setHeader('X-API-Version', '1').setHeader('X-Correlation-Id', correlationId);
    response
      .writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' })
      .end(JSON.stringify(body));
  };
  if (path === '/health/live') {
    send(200, { status: 'ok', version: VERSION, checks: {} });
  } else if (path === '/health' || path === '/health/ready') {
    const isUp = await readiness.isReady();
    const checks = { database: isUp ? 'ok' : 'down' };
    send(isUp ? 200 : 503, { status: isUp ? 'ok' : 'down', version: VERSION, checks });
  } else {
    send(404, toProblemDocument(new NotFound(), { baseUrl: '', correlationId }), PROBLEM_MEDIA_TYPE);
  }
}
