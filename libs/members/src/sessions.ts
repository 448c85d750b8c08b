import { Injectable } from '@nestjs/common';
import type { Actor } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import { parseMerchantId } from '@turnpike/l402';
import type { MerchantId } from '@turnpike/l402';
import { ApiKeys, MerchantPrincipals } from '@turnpike/merchants';
import { Logger } from '@turnpike/observability';
import { NotFound } from '@turnpike/problems';
import { AdminKey } from './admin-key.js';
import { auditAccount } from './audit-account.js';
import type { OwnChange } from './audit-account.js';
import { memberBounds } from './member-bounds.js';
import { memberRole, roleOfScopes, scopesOfRole } from './member-role.js';
import { MemberRepository } from './member.repository.js';
import { requireOpener, requireRole } from './require-role.js';
import { looksLikeToken, tokenHash } from './secret-token.js';
import { SessionCache } from './session-cache.js';
import { SessionChanges } from './session-changes.js';
import type { KnownSession, ListedSession } from './session.js';
import { endSession, lookAt, SessionRepository } from './session.repository.js';
import type { SessionRow } from './session.repository.js';

/**
 * Says whose session a cookie is, lists sessions and ends them. Answers of the database serve for at most 1.5 s, so an ended
 * session, and a role that was taken away, are dead everywhere after that even if no process could be told.
 */
@Injectable()
export class Sessions {
  constructor(
    private readonly repository: SessionRepository,
    private readonly members: MemberRepository,
    private readonly keys: ApiKeys,
    private readonly principals: MerchantPrincipals,
    private readonly adminKey: AdminKey,
    private readonly cache: SessionCache,
    private readonly changes: SessionChanges,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * The session of a token; null for an unknown or ended one. With `afresh` the database is asked in any case, as for all
   * that changes something. A promise only if the database is asked.
   */
  of(token: string, afresh = false): KnownSession | null | Promise<KnownSession | null> {
    if (!looksLikeToken(token)) return null;
    const hash = tokenHash(token);
    const fingerprint = Buffer.from(hash).toString('latin1');
    const remembered = afresh ? undefined : this.cache.get(fingerprint);
    if (remembered !== undefined) return this.inTime(remembered);
    return this.cache.load(fingerprint, () => this.read(hash)).then((session) => this.inTime(session));
  }

  /** Ends the session of a token, if there is one. */
  async end(token: string): Promise<void> {
    if (!looksLikeToken(token)) return;
    await this.repository.end(tokenHash(token));
    await this.changes.announce();
  }

  /** Ends one of the user's sessions; `NotFound` for any other. */
  async endOne(userId: string, id: string, change: OwnChange): Promise<void> {
    if (!/^ses_[0-9a-f]{32}$/.test(id)) throw new NotFound('Session');
    await this.repository.transaction(async (tx) => {
      if (!(await endSession(tx, userId, id))) throw new NotFound('Session');
      await auditAccount(tx, change, 'session.end', id, this.clock.now());
    });
    await this.changes.announce();
  }

  /** The user's sessions that go on. */
  list(userId: string): Promise<readonly ListedSession[]> {
    return this.repository.list(userId, this.clock.now(), memberBounds.sessionsPerUserMax);
  }

  /** Has a user's session look at another merchant of theirs; `NotFound` for any other. */
  async lookAt(session: KnownSession, merchantId: MerchantId): Promise<void> {
    const { user, id } = session;
    if (user === null || (await this.members.find(merchantId, user.userId)) === null) {
      if (session.merchantId === merchantId) return;
      throw new NotFound('Merchant');
    }
    await this.repository.transaction((tx) => lookAt(tx, user.userId, id, merchantId));
    await this.changes.announce();
  }

  private inTime(session: KnownSession | null): KnownSession | null {
    return session === null || session.expiresAt <= this.clock.now() ? null : session;
  }

  private async read(hash: Uint8Array<ArrayBuffer>): Promise<KnownSession | null> {
    const row = await this.repository.find(hash);
    if (row === null) return null;
    const now = this.clock.now();
    if (row.expiresAt <= now) return null;
    if (now.getTime() - row.lastSeenAt.getTime() > memberBounds.lastSeenSeconds * 1000) this.touch(row, now);
    return row.apiKeyId === null ? this.ofPerson(row) : this.ofKey(row, row.apiKeyId);
  }

  private async ofPerson(row: SessionRow): Promise<KnownSession | null> {
    const { userId, openedBy } = row;
    if (!this.adminKey.admits(row)) return null;
    const byOperator = userId === null && openedBy !== null;
    const role = byOperator ? 'owner' : row.role === null ? null : memberRole(row.role);
    const merchantId = role === null ? null : parseMerchantId(row.merchantId);
    const actor: Actor =
      userId === null
        ? { kind: 'operator', id: openedBy ?? 'link', label: null }
        : { kind: 'member', id: userId, label: row.email };
    const found =
      merchantId === null || role === null
        ? null
        : await this.principals.of(merchantId, {
            keyId: `session:${row.id}`,
            actor,
            scopes: new Set(scopesOfRole(role)),
            confirm: (tx) =>
              userId === null ? requireOpener(tx, openedBy) : requireRole(tx, merchantId, userId, role),
          });
    const user =
      userId === null
        ? null
        : { userId, email: row.email ?? '', name: row.name ?? '', operator: row.operator ?? false };
    return Object.freeze<KnownSession>({
      id: row.id,
      user,
      createdAt: row.createdAt,
      expiresAt: row.expiresAt,
      merchantId: found === null ? null : merchantId,
      merchantName: found?.name ?? null,
      role: found === null ? null : role,
      mode: null,
      byKey: false,
      principals: found === null ? {} : { test: found.test, live: found.live },
    });
  }

  private async ofKey(row: SessionRow, apiKeyId: string): Promise<KnownSession | null> {
    const key = await this.keys.holder(apiKeyId);
    if (key === null) return null;
    const { principal } = key;
    const { merchantId, mode, scopes } = principal;
    const merchant = await this.principals.of(merchantId, principal);
    const endsAt = Math.min(row.expiresAt.getTime(), key.expiresAtMs ?? Number.POSITIVE_INFINITY);
    return Object.freeze<KnownSession>({
      id: row.id,
      user: null,
      createdAt: row.createdAt,
      expiresAt: new Date(endsAt),
      merchantId,
      merchantName: merchant?.name ?? null,
      role: roleOfScopes(scopes),
      mode,
      byKey: true,
      principals: { [mode]: principal },
    });
  }

  /** Nobody waits for it, and it is no harm if it is lost. */
  private touch(row: SessionRow, now: Date): void {
    this.repository.touch(row, now).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'could not write when a session was seen');
    });
  }
}
