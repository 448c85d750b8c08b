import { Injectable } from '@nestjs/common';
import type { AuditDetail, Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import type { Tenant } from '@turnpike/l402';
import { Settings } from '@turnpike/merchants';
import { NotFound } from '@turnpike/problems';
import { auditProxy, type ProxyAction } from './audit-proxy.js';
import { lowestPrice } from './match-price.js';
import { readOldPrices, rememberPrice } from './old-prices.js';
import { ProxyChanges } from './proxy-changes.js';
import { isProxyId } from './proxy-id.js';
import { type HeldProxy, type ProxyData, ProxyRepository } from './proxy.repository.js';

/** What was done to a proxy, for its owner and for the log of changes. */
export interface Done<T> {
  readonly result: T;
  readonly action: ProxyAction;
  readonly target?: string;
  readonly detail?: AuditDetail;
  /** Whether somebody may have to pay more than before from now on. */
  readonly pricesMoved?: boolean;
}

/**
 * Changes a proxy while nobody else does: holds it, does the work, remembers for one token's validity what it asked before if
 * prices have moved, logs it, and tells every process once it is committed.
 */
@Injectable()
export class ChangeProxy {
  constructor(
    private readonly repository: ProxyRepository,
    private readonly settings: Settings,
    private readonly changes: ProxyChanges,
    private readonly clock: Clock,
  ) {}

  /** Throws `NotFound` for what is no proxy of the tenant, and what the work throws; then nothing has changed. */
  async run<T>(
    tenant: Tenant,
    publicId: string,
    by: Author,
    work: (tx: TransactionClient, held: HeldProxy, at: Date) => Promise<Done<T>>,
  ): Promise<T> {
    if (!isProxyId(publicId)) throw new NotFound('Proxy');
    const { tokenValiditySeconds } = await this.settings.get(tenant);
    const at = this.clock.now();
    const done = await this.repository.transaction(async (tx) => {
      const held = await this.repository.hold(tx, tenant, publicId, at);
      if (held === null) throw new NotFound('Proxy');
      const outcome = await work(tx, held, at);
      if (outcome.pricesMoved === true)
        await this.repository.write(tx, held.row.id, oldPricesOf(held, tokenValiditySeconds, at));
      const { action, target = publicId, detail = {} } = outcome;
      await auditProxy(tx, tenant, action, target, { by, at }, detail);
      return outcome;
    });
    await this.changes.announce(publicId);
    return done.result;
  }
}

/** The lowest price of before, good for as long as a token can live that was bought a moment ago. */
function oldPricesOf({ row, endpoints }: HeldProxy, tokenValiditySeconds: number, now: Date): ProxyData {
  const validities = endpoints.map((one) => one.tokenValiditySeconds ?? 0);
  const seconds = Math.max(tokenValiditySeconds, ...validities);
  const lowest = lowestPrice({ defaultPriceSats: row.defaultPriceSats, endpoints });
  const until = new Date(now.getTime() + seconds * 1000);
  const old = rememberPrice(readOldPrices(row.oldPrices), lowest, until, now);
  return { oldPrices: old.map((one) => ({ ...one })) };
}
