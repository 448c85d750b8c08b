import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { LRUCache } from 'lru-cache';
import { ProviderRegistry } from '../provider-registry.js';
import { walletBounds } from '../wallet-bounds.js';
import type { WalletHabits } from '../wallet-kind.js';
import { ConnectionHabitsRepository } from './connection-habits.repository.js';

/** How the invoices of one connection are followed. */
export interface ConnectionHabits extends WalletHabits {
  /** Whether a stream tells of payments right now, so that looking is only a safeguard. */
  readonly pushAlive: boolean;
}

/** The sandbox, and connections that are gone. */
const PLAIN: ConnectionHabits = { firstStepSeconds: 1, lateLooks: false, pushAlive: false };

/** Knows how the invoices of each connection are followed, from its kind and from its stream; a little late at most. */
@Injectable()
export class HabitsOfConnections {
  private readonly known = new LRUCache<string, Promise<ConnectionHabits>>({
    max: walletBounds.openConnectionsMax,
    ttl: walletBounds.habitsMillis,
  });

  constructor(
    private readonly repository: ConnectionHabitsRepository,
    private readonly registry: ProviderRegistry,
    private readonly clock: Clock,
  ) {}

  /** The habits of a connection; `connectionId` null is the sandbox. */
  of(merchantId: MerchantId, connectionId: string | null): Promise<ConnectionHabits> {
    if (connectionId === null) return Promise.resolve(PLAIN);
    const known = this.known.get(connectionId);
    if (known !== undefined) return known;
    const habits = this.read(merchantId, connectionId);
    this.known.set(connectionId, habits);
    habits.catch(() => this.known.delete(connectionId));
    return habits;
  }

  private async read(merchantId: MerchantId, connectionId: string): Promise<ConnectionHabits> {
    const found = await this.repository.find(merchantId, connectionId);
    const kind = found === null ? null : this.registry.find(found.kind);
    if (found === null || kind === null) return PLAIN;
    const pushAlive = found.aliveUntil !== null && found.aliveUntil > this.clock.now();
    return { ...kind.habits, pushAlive };
  }
}
