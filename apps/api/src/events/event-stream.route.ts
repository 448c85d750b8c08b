import type { Sessions } from '@turnpike/members';
import type { ApiKeys, Principal } from '@turnpike/merchants';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../http/access.decorator.js';
import { principalOf } from '../http/principal.js';
import type { SessionCookie } from '../http/session-cookie.js';
import type { EventStreams, StreamReader } from './event-streams.js';
import { streamBounds } from './stream-bounds.js';

const ACCESS: Access = { kind: 'key', scopes: ['merchant:admin'], limit: 'read' };

/** Who says whether whoever reads a stream still may. */
export interface StreamDoor {
  readonly apiKeys: Pick<ApiKeys, 'authenticate'>;
  readonly sessions: Pick<Sessions, 'of'>;
  readonly cookie: Pick<SessionCookie, 'of'>;
}

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // A proxy that gathers what it passes on would pass on nothing.
  'x-accel-buffering': 'no',
};

/**
 * `GET /api/merchant/events/stream`, put straight on Fastify, since its answer does not end: server-sent events of the
 * caller's mode, from behind `Last-Event-ID` on.
 */
export function registerEventStream(fastify: FastifyInstance, streams: EventStreams, door: StreamDoor): void {
  fastify.route({
    method: 'GET',
    url: '/api/merchant/events/stream',
    // Nobody wants the head of a stream alone.
    exposeHeadRoute: false,
    config: { access: ACCESS },
    async handler(request: FastifyRequest, reply: FastifyReply): Promise<void> {
      const principal = principalOf(request);
      const place = await streams.placeFor(principal, lastEventId(request));
      const reader = readerOf(reply, mayHear(request, principal, door));
      const leave = streams.begin(principal, place, reader);
      reply.raw.on('close', leave);
      // An answer that stands in line behind another is told nothing of the connection.
      request.raw.once('close', () => {
        if (request.raw.socket.destroyed) leave();
      });
      if (reply.raw.destroyed) leave();
    },
  });
}

function lastEventId({ headers }: FastifyRequest): string | null {
  const header = headers['last-event-id'];
  return typeof header === 'string' && header !== '' ? header : null;
}

/**
 * Answers about keys and sessions are at most 1.5 s old, and anew at once where a change was told. A session may read for as
 * long as it is about that merchant; whoever belongs to one may read its events.
 */
function mayHear(
  request: FastifyRequest,
  { merchantId, mode }: Principal,
  { apiKeys, sessions, cookie }: StreamDoor,
): () => Promise<boolean> {
  const key = request.headers['x-api-key'];
  if (typeof key === 'string') return async () => (await apiKeys.authenticate(key.trim())) !== null;
  const token = cookie.of(request, 'tp_session') ?? '';
  return async () => {
    const session = await sessions.of(token);
    return session?.principals[mode]?.merchantId === merchantId;
  };
}

function readerOf(reply: FastifyReply, mayHear: () => Promise<boolean>): StreamReader {
  const { raw } = reply;
  let isOpen = false;
  const open = (): void => {
    if (isOpen) return;
    isOpen = true;
    reply.hijack();
    raw.on('error', () => undefined);
    for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...HEADERS })) {
      if (value !== undefined) raw.setHeader(name, value);
    }
    raw.writeHead(200);
  };
  return {
    write(text) {
      open();
      if (!raw.destroyed) raw.write(text);
    },
    get waitingBytes() {
      return raw.writableLength;
    },
    end(atOnce) {
      if (atOnce) raw.destroy();
      else {
        raw.end();
        setTimeout(() => raw.destroy(), streamBounds.endMillis).unref();
      }
    },
    mayHear,
  };
}
