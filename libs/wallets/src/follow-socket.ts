import type { IncomingMessage } from 'node:http';
import { openOutboundSocket, toOutboundFailure, type AddressGuard } from '@turnpike/outbound';
import { HintBacklog } from './hint-backlog.js';
import { walletBounds } from './wallet-bounds.js';
import { CredentialInvalid, toWalletError, Unavailable, WalletError } from './wallet-errors.js';
import { fromOutbound } from './wallet-http.js';
import type { Hint, HintSink } from './wallet-provider.js';

/** What a message of a wallet's web socket tells. */
export interface SocketNotice {
  readonly hints: readonly Hint[];
  /** How far the stream has come by it; null where it has no cursor. */
  readonly cursor: string | null;
}

/** A wallet's web socket on which it tells of payments. */
export interface FollowedSocket {
  readonly url: URL;
  readonly guard: AddressGuard;
  readonly headers: Readonly<Record<string, string>>;
  /** Between our pings. One that nothing answers until the next ends the stream. */
  readonly pingMillis: number;
  /** Reads a message that is JSON; null if it tells of no payment. */
  read(message: unknown): SocketNotice | null;
  /** What was missed, asked for when the socket stands. */
  catchUp?(): Promise<SocketNotice>;
}

const MESSAGE_BYTES_MAX = 65_536;

/**
 * Tells the sink what a wallet says on its web socket, until the signal is aborted: then it resolves, and the sink is told
 * nothing more. It stands when it is open. Whatever ends it before is thrown as the `WalletError` it means; a message that
 * cannot be read is dropped, because hints may get lost anyway.
 */
export async function followSocket(
  socket: FollowedSocket,
  sink: HintSink,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const { guard, headers, url, pingMillis } = socket;
  const open = openSocket(url, guard, headers);
  const backlog = new HintBacklog(sink, (isFull) => (isFull ? open.pause() : open.resume()));
  let timer: NodeJS.Timeout | undefined;
  let stop = (): void => undefined;
  let isHeard = true;
  const hear = (): void => {
    isHeard = true;
  };
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (error: unknown): void => reject(toWalletError(fromOutbound(error)));
      stop = () => resolve();
      signal.addEventListener('abort', stop);
      backlog.onFailure(fail);
      open.on('error', (error) => fail(toOutboundFailure(error)));
      open.on('close', () => fail(new Unavailable(walletBounds.unavailableSeconds)));
      open.on('unexpected-response', (_request, answer) => fail(refusalOf(answer)));
      open.on('ping', hear);
      open.on('pong', hear);
      open.on('message', (data, isBinary) => {
        hear();
        const notice = isBinary ? null : readNotice(socket, data);
        if (notice !== null) backlog.add(notice);
      });
      open.on('open', () => {
        sink.alive();
        void socket.catchUp?.().then((missed) => backlog.add(missed), fail);
        timer = setInterval(() => {
          if (!isHeard) return fail(new Unavailable(walletBounds.unavailableSeconds));
          isHeard = false;
          open.ping();
        }, pingMillis);
      });
    });
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', stop);
    open.terminate();
    await backlog.close();
  }
}

function openSocket(url: URL, guard: AddressGuard, headers: FollowedSocket['headers']) {
  try {
    return openOutboundSocket(url, guard, { headers, bytesMax: MESSAGE_BYTES_MAX });
  } catch (error) {
    throw toWalletError(fromOutbound(toOutboundFailure(error)));
  }
}

function refusalOf(answer: IncomingMessage): WalletError {
  answer.destroy();
  const { statusCode } = answer;
  if (statusCode === 401 || statusCode === 403) return new CredentialInvalid();
  return new Unavailable(walletBounds.unavailableSeconds);
}

function readNotice(socket: FollowedSocket, data: unknown): SocketNotice | null {
  try {
    const notice = socket.read(JSON.parse(String(data)));
    return notice !== null && notice.hints.length > 0 ? notice : null;
  } catch {
    return null;
  }
}
