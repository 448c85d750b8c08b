import { Injectable } from '@nestjs/common';
import type { MerchantId } from '@turnpike/l402';
import { Accounts, memberBounds } from '@turnpike/members';
import type { KnownSession, MemberRole, OpenedSession } from '@turnpike/members';
import { MissingSession } from '@turnpike/problems';
import type { FastifyReply } from 'fastify';
import { SessionCookie } from '../http/session-cookie.js';

/** The answer to whoever has signed in; the session itself is in the cookie. */
export interface SignedInView {
  readonly merchantId: MerchantId | null;
  readonly expiresAt: Date;
}

/** The answer of `GET /api/session`. */
export interface SessionView extends SignedInView {
  readonly role: MemberRole | null;
  readonly mode: 'test' | 'live' | null;
  readonly member: {
    readonly userId: string;
    readonly email: string;
    readonly name: string;
    readonly hasPassword: boolean;
    readonly totpEnabled: boolean;
    readonly passkeys: number;
  } | null;
  readonly merchants: readonly {
    readonly merchantId: MerchantId;
    readonly name: string;
    readonly role: MemberRole;
  }[];
  readonly operator: boolean;
}

/** Hands sessions to browsers, and says whose they are. */
@Injectable()
export class SessionDesk {
  constructor(
    private readonly cookie: SessionCookie,
    private readonly accounts: Accounts,
  ) {}

  /** Gives the browser the cookie of a session just opened. */
  enter(opened: OpenedSession, reply: FastifyReply): SignedInView {
    this.cookie.set(reply, 'tp_session', opened.token, memberBounds.sessionSeconds);
    return { merchantId: opened.merchantId, expiresAt: opened.expiresAt };
  }

  /** Has the browser keep that it signed up. */
  remember(binding: string, reply: FastifyReply): void {
    this.cookie.set(reply, 'tp_signup', binding, memberBounds.linkSeconds);
  }

  /** Has the browser forget its session. */
  leave(reply: FastifyReply): void {
    this.cookie.clear(reply, 'tp_session');
  }

  /** Whose a session is, as the database has it now. */
  async view(session: KnownSession): Promise<SessionView> {
    const { user, merchantId, merchantName, role, mode, expiresAt } = session;
    if (user === null) {
      const merchants =
        merchantId === null || role === null ? [] : [{ merchantId, name: merchantName ?? '', role }];
      return { expiresAt, merchantId, role, mode, member: null, merchants, operator: false };
    }
    const detail = await this.accounts.detail(user.userId);
    if (detail === null) throw new MissingSession();
    const { merchants, ...how } = detail;
    const { userId, email, name, operator } = user;
    return {
      expiresAt,
      merchantId,
      role,
      mode,
      member: { userId, email, name, ...how },
      merchants,
      operator,
    };
  }
}
