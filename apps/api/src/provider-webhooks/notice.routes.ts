import type { IncomingHttpHeaders } from 'node:http';
import type { NoticeHeaders, NoticeReceiver, WalletKind } from '@turnpike/wallets';
import type { FastifyInstance, FastifyPluginCallback, FastifyRequest } from 'fastify';
import type { Access } from '../http/access.decorator.js';
import { neverGone } from './never-gone.js';
import { noticeBounds } from './notice-bounds.js';
import type { NoticeDesk } from './notice-desk.js';

/** The kinds whose wallets call us. */
export const KINDS_WITH_NOTICES: readonly WalletKind[] = ['strike', 'opennode', 'phoenixd'];

/** The token is what one needs; the desk has limits of its own. */
const ACCESS: Access = { kind: 'public', limit: null };

const NOTHING = Buffer.alloc(0);

interface Params {
  readonly Params: { readonly token: string };
}

/**
 * `POST /webhooks/{kind}/{token}` for each kind, put straight on Fastify: signatures are over the bytes as they came, so the
 * body is kept as bytes, of whatever type it says it is. Whom it is for is found before it is read. None of these answers
 * 410 or 501, by which a provider would stop calling for good.
 */
export function registerNoticeRoutes(fastify: FastifyInstance, desk: NoticeDesk): void {
  void fastify.register(noticePlugin(desk));
}

function noticePlugin(desk: NoticeDesk): FastifyPluginCallback {
  return (plugin, _options, done) => {
    const receivers = new WeakMap<FastifyRequest, NoticeReceiver>();
    plugin.removeAllContentTypeParsers();
    plugin.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: noticeBounds.bodyBytesMax },
      (_request, body, parsed) => parsed(null, body),
    );
    plugin.setErrorHandler((error) => {
      throw neverGone(error);
    });
    for (const kind of KINDS_WITH_NOTICES) {
      plugin.route<Params>({
        method: 'POST',
        url: `/webhooks/${kind}/:token`,
        config: { access: ACCESS },
        async onRequest(request, reply) {
          const { ip, params } = request;
          receivers.set(request, await desk.admit({ kind, token: params.token, ip }, reply));
          // A type that is not well-formed would be refused before any parser is asked.
          delete request.raw.headers['content-type'];
        },
        async handler(request) {
          const receiver = receivers.get(request);
          if (receiver === undefined) throw new Error('a notice came past the desk');
          const raw = Buffer.isBuffer(request.body) ? request.body : NOTHING;
          await desk.take(receiver, raw, singleHeaders(request.headers));
          return {};
        },
      });
    }
    done();
  };
}

/** Headers that came once; Node joins or drops most others already. */
function singleHeaders(headers: IncomingHttpHeaders): NoticeHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
