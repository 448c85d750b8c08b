import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from '@turnpike/observability';
import { Shutdown } from './shutdown.js';

const IDLE_CHECK_MILLIS = 50;
/** What modules may take to close after the last request, within which database connections end. */
const CLOSE_MILLIS = 5_000;

/**
 * Stops an application: it reports that it is not ready, takes no new connection, finishes the requests it has for at most
 * so many seconds, then cuts off what is left and closes everything. Never rejects.
 */
export async function stopApp(app: NestFastifyApplication, seconds: number): Promise<void> {
  const logger = app.get(Logger, { strict: false });
  app.get(Shutdown).begin();
  const server = app.getHttpServer();
  if (!(await within(seconds * 1000, finish(server)))) {
    logger.warn({ seconds }, 'requests were cut off, as they took longer than the shutdown may');
    server.closeAllConnections();
  }
  const closed = app
    .close()
    .catch((error: unknown) => logger.error({ err: error }, 'could not close cleanly'));
  if (!(await within(CLOSE_MILLIS, closed))) logger.warn('closing took too long');
}

/** Resolves when the last connection has ended; a connection that has become idle is ended here. */
function finish(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MILLIS);
    server.close(() => {
      clearInterval(idle);
      resolve();
    });
  });
}

/** Whether the work was done in time. */
async function within(millis: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), millis);
  });
  const inTime = await Promise.race([work.then(() => true as const), late]);
  clearTimeout(timer);
  return inTime;
}
