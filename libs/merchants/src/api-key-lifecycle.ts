import { Injectable } from '@nestjs/common';
import { SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import { Clock, limits } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId, Mode, Tenant } from '@turnpike/l402';
import { NotFound, ValidationFailed } from '@turnpike/problems';
import { isApiKeyId } from './api-key.js';
import type { ApiKeyRecord, IssuedApiKey } from './api-key.js';
import {
  ApiKeyTable,
  countWorkingKeys,
  endKey,
  holdMerchant,
  keyExists,
} from './api-key-table.repository.js';
import { auditKey } from './audit-key.js';
import { endKeys } from './end-keys.js';
import { issueApiKey } from './issue-api-key.js';
import { grantScopes, requireScopes } from './key-authority.js';
import type { KeyAuthority } from './key-authority.js';
import { MerchantChanges } from './merchant-changes.js';
import { DEFAULT_SCOPES, knownScopes, SCOPES } from './scope.js';
import type { Scope } from './scope.js';

const ADMIN = 'merchant:admin';

/** A wish for a new key; what is null is left to the service. */
export interface NewApiKey {
  readonly label: string | null;
  readonly mode: Mode | null;
  readonly scopes: readonly Scope[] | null;
  readonly expiresAt: Date | null;
}

/** How a key is replaced: for how long the old one still works, and when the new one ends, if ever. */
export interface Rotation {
  readonly overlapSeconds: number | null;
  readonly expiresAt: Date | null;
}

/**
 * Makes, replaces, lists and ends API keys. A key belongs to one merchant and mode, and whoever makes one gives away no
 * more than they hold. Every change is told to all processes; one that does not hear follows within 1.5 s.
 */
@Injectable()
export class ApiKeyLifecycle {
  constructor(
    private readonly table: ApiKeyTable,
    private readonly changes: MerchantChanges,
    private readonly clock: Clock,
  ) {}

  /** The tenant's keys, newest first, ended ones included; bounded, and then without the oldest of the ended ones. */
  list(tenant: Tenant): Promise<readonly ApiKeyRecord[]> {
    return this.table.list(tenant, this.clock.now(), limits.apiKeysPerMerchantMax);
  }

  /**
   * Makes a key within the maker's mode and scopes; otherwise `ValidationFailed` or `ScopeMissing`. `InvalidApiKey`
   * or `RoleMissing`, here, in `rotate` and in `revoke`, if the caller's own key or role has ended since it was checked.
   */
  async create(authority: KeyAuthority, wish: NewApiKey, by: Author = SYSTEM): Promise<IssuedApiKey> {
    if (wish.mode !== null && wish.mode !== authority.mode) {
      throw new ValidationFailed({ mode: [`mode must be ${authority.mode}, the mode of the calling key`] });
    }
    const scopes = grantScopes(authority, wish.scopes);
    const now = this.clock.now();
    const expiresAt = futureEnd(wish.expiresAt, now);
    return this.table.transaction(async (tx) => {
      await this.holdFor(tx, authority);
      await this.requireRoom(tx, authority.merchantId, now);
      const terms = { label: wish.label, scopes, expiresAt, createdBy: by.actor.id };
      const issued = await issueApiKey(tx, authority, terms, now);
      await auditKey(tx, by, authority.merchantId, 'api_key.create', issued, now);
      return issued;
    });
  }

  /**
   * Replaces a working key by one of the same label, mode and scopes, and lets the old one end after the overlap, at
   * once if that is 0, never later than it would have anyway. The new key does not inherit the old one's end. A
   * key may be replaced again while it still works: that gives another key and can only shorten the overlap.
   * `NotFound` for a key that is not the tenant's or has ended, `ScopeMissing` for one that may do more than the caller.
   * `alongside` is done in the same transaction.
   */
  async rotate(
    authority: KeyAuthority,
    id: string,
    rotation: Rotation,
    by: Author = SYSTEM,
    alongside?: (tx: TransactionClient) => Promise<void>,
  ): Promise<IssuedApiKey> {
    if (!isApiKeyId(id)) throw new NotFound('API key');
    const now = this.clock.now();
    const overlapSeconds = checkedOverlap(rotation.overlapSeconds);
    const expiresAt = futureEnd(rotation.expiresAt, now);
    const issued = await this.table.transaction(async (tx) => {
      await this.holdFor(tx, authority);
      const endsAt = new Date(now.getTime() + overlapSeconds * 1000);
      const old = await endKey(tx, authority, id, { now, endsAt });
      if (old === null) throw new NotFound('API key');
      requireScopes(authority, old.scopes);
      if (overlapSeconds === 0) {
        await endKeys(tx, authority.merchantId, { modes: [authority.mode], id }, now);
      }
      await this.requireRoom(tx, authority.merchantId, now);
      const { label, scopes } = old;
      const terms = { label, scopes, expiresAt, createdBy: by.actor.id };
      const next = await issueApiKey(tx, authority, terms, now);
      const detail = { newKeyId: next.id, overlapSeconds };
      await auditKey(tx, by, authority.merchantId, 'api_key.rotate', old, now, detail);
      await alongside?.(tx);
      return next;
    });
    await this.changes.announce(authority.merchantId);
    return issued;
  }

  /**
   * Ends a key at once, the caller's own included. A key that has been revoked already stays as it is. `NotFound` for one
   * that is not the tenant's; `ScopeMissing` for one with power over the account, if somebody asks who has none.
   */
  async revoke(tenant: Tenant | KeyAuthority, id: string, by: Author = SYSTEM): Promise<void> {
    if (!isApiKeyId(id)) throw new NotFound('API key');
    const { merchantId, mode } = tenant;
    await this.table.transaction(async (tx) => {
      const now = this.clock.now();
      await this.holdFor(tx, tenant);
      const [revoked] = await endKeys(tx, merchantId, { modes: [mode], id }, now);
      if ('scopes' in tenant && revoked?.scopes.includes(ADMIN) === true) requireScopes(tenant, [ADMIN]);
      if (revoked !== undefined) return auditKey(tx, by, merchantId, 'api_key.revoke', revoked, now);
      if (!(await keyExists(tx, tenant, id))) throw new NotFound('API key');
    });
    await this.changes.announce(merchantId);
  }

  /**
   * Makes a key with every scope by the operator's right, for a merchant who lost theirs. With `revokeOthers` all other
   * keys of that merchant end in the same moment: those of the new key's mode, unless other `modes` are named. `NotFound` if
   * there is no such merchant.
   */
  async issueByOperator(
    tenant: Tenant,
    revokeOthers: boolean,
    modes: readonly Mode[] = [tenant.mode],
    by: Author = SYSTEM,
  ): Promise<IssuedApiKey> {
    const { merchantId } = tenant;
    const now = this.clock.now();
    const issued = await this.table.transaction(async (tx) => {
      await this.hold(tx, merchantId);
      const revoked = revokeOthers ? await endKeys(tx, merchantId, { modes }, now) : [];
      await this.requireRoom(tx, merchantId, now);
      const terms = { label: null, scopes: SCOPES, expiresAt: null, createdBy: by.actor.id };
      const next = await issueApiKey(tx, tenant, terms, now);
      await auditKey(tx, by, merchantId, 'api_key.issue', next, now, { revokedKeys: revoked.length });
      return next;
    });
    if (revokeOthers) await this.changes.announce(merchantId);
    return issued;
  }

  /**
   * Makes one more key by the operator's right, with the scopes that are named, or else with all but the power over the
   * account. `NotFound` if there is no such merchant, `ValidationFailed` for an end that is past.
   */
  async addByOperator(
    tenant: Tenant,
    { label, scopes, expiresAt }: Omit<NewApiKey, 'mode'>,
    by: Author = SYSTEM,
  ): Promise<IssuedApiKey> {
    const { merchantId } = tenant;
    const now = this.clock.now();
    const terms = {
      label,
      scopes: knownScopes(scopes ?? DEFAULT_SCOPES),
      expiresAt: futureEnd(expiresAt, now),
      createdBy: by.actor.id,
    };
    return this.table.transaction(async (tx) => {
      await this.hold(tx, merchantId);
      await this.requireRoom(tx, merchantId, now);
      const issued = await issueApiKey(tx, tenant, terms, now);
      await auditKey(tx, by, merchantId, 'api_key.create', issued, now);
      return issued;
    });
  }

  // Comes first in every transaction that makes or ends a key: rows are always locked merchant first, then keys.
  private async hold(tx: TransactionClient, merchantId: MerchantId): Promise<void> {
    if (!(await holdMerchant(tx, merchantId))) throw new NotFound('Merchant');
  }

  private async holdFor(
    tx: TransactionClient,
    caller: Tenant & Pick<KeyAuthority, 'confirm'>,
  ): Promise<void> {
    await this.hold(tx, caller.merchantId);
    await caller.confirm?.(tx);
  }

  private async requireRoom(tx: TransactionClient, merchantId: MerchantId, now: Date): Promise<void> {
    const max = limits.apiKeysPerMerchantMax;
    if ((await countWorkingKeys(tx, merchantId, now)) >= max) {
      throw new ValidationFailed({
        apiKeys: [`a merchant has at most ${max} working keys; revoke one first`],
      });
    }
  }
}

function checkedOverlap(overlapSeconds: number | null): number {
  if (overlapSeconds === null) return limits.apiKeyOverlapSecondsDefault;
  const max = limits.apiKeyOverlapSecondsMax;
  if (Number.isInteger(overlapSeconds) && overlapSeconds >= 0 && overlapSeconds <= max) return overlapSeconds;
  throw new ValidationFailed({ overlapSeconds: [`overlapSeconds must be a whole number from 0 to ${max}`] });
}

function futureEnd(expiresAt: Date | null, now: Date): Date | null {
  if (expiresAt === null || expiresAt.getTime() > now.getTime()) return expiresAt;
  throw new ValidationFailed({ expiresAt: ['expiresAt must be in the future'] });
}
