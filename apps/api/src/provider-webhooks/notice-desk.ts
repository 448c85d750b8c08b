import { Injectable } from '@nestjs/common';
import { limits } from '@turnpike/config';
import { InvalidSignature, NotFound, ServiceUnavailable } from '@turnpike/problems';
import { TakeHints } from '@turnpike/settlements';
import { CredentialInvalid, IncomingNotices } from '@turnpike/wallets';
import type { NoticeHeaders, NoticeReceiver, WebhookNotice } from '@turnpike/wallets';
import type { FastifyReply } from 'fastify';
import { LRUCache } from 'lru-cache';
import { addressBucket } from '@turnpike/redis';
import { RateLimiter } from '../http/rate-limit.js';
import { answerInTime } from './answer-in-time.js';
import { noticeBounds } from './notice-bounds.js';

const TOKEN = /^[0-9a-f]{32}$/;

/** A call before its body is read. */
export interface IncomingCall {
  readonly kind: string;
  readonly token: string;
  /** Undefined once the caller has gone. */
  readonly ip: string | undefined;
}

/**
 * Takes wallets' notices. What is no token costs nothing; a token that was not seen to be right yet is counted against its
 * address before it is looked up, so that guessing is bounded; one that was is counted for its connection alone, since all
 * merchants of a provider hear from the same few addresses.
 */
@Injectable()
export class NoticeDesk {
  /** Connections by kind and token. No authority: the look-up decides. */
  private readonly known = new LRUCache<string, string>({ max: noticeBounds.knownTokensMax });

  constructor(
    private readonly notices: IncomingNotices,
    private readonly hints: TakeHints,
    private readonly limiter: RateLimiter,
  ) {}

  /** Finds whom a notice is for; throws `NotFound`, the same for every token that is not of this kind, and `RateLimited`. */
  async admit({ kind, token, ip }: IncomingCall, reply: FastifyReply): Promise<NoticeReceiver> {
    if (!TOKEN.test(token)) throw new NotFound();
    const name = `${kind}/${token}`;
    const connectionId = this.known.get(name);
    const { perConnectionMax, unknownPerAddressMax } = noticeBounds;
    if (connectionId !== undefined)
      await this.limiter.require('notice', perConnectionMax, connectionId, reply);
    else await this.limiter.require('unknownNotice', unknownPerAddressMax, addressBucket(ip), reply);
    const receiver = await answerInTime(noticeBounds.findMillis, this.notices.find(kind, token));
    if (receiver === null) {
      this.known.delete(name);
      throw new NotFound();
    }
    this.known.set(name, receiver.connectionId);
    return receiver;
  }

  /** Heeds a notice, once; throws `InvalidSignature` for one that the wallet did not send. */
  async take(receiver: NoticeReceiver, raw: Uint8Array, headers: NoticeHeaders): Promise<void> {
    const notice = read(receiver, raw, headers);
    if (notice === null) throw new InvalidSignature();
    const taken = this.hints.fromNotice(receiver, notice.hints, notice.eventId);
    await answerInTime(noticeBounds.takeMillis, taken);
  }
}

function read(receiver: NoticeReceiver, raw: Uint8Array, headers: NoticeHeaders): WebhookNotice | null {
  try {
    return receiver.read(raw, headers);
  } catch (error) {
    if (!(error instanceof CredentialInvalid)) throw error;
    // Our own copy does not open, which is no fault of whoever sends: it may come again when it does.
    throw new ServiceUnavailable(limits.serviceUnavailableRetrySeconds, error);
  }
}
