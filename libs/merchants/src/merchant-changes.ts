import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { parseMerchantId } from '@turnpike/l402';
import type { MerchantId } from '@turnpike/l402';
import { InvalidationBus } from '@turnpike/redis';
import { PrincipalCache } from './principal-cache.js';

const TOPIC = 'merchant';

/**
 * Carries the news that a merchant, its settings or its keys changed to every process that remembers them. The news
 * only makes the change quicker: whoever misses it follows when its memory is 1.5 s old.
 */
@Injectable()
export class MerchantChanges implements OnModuleInit {
  constructor(
    private readonly cache: PrincipalCache,
    private readonly bus: InvalidationBus,
  ) {}

  /** Begins to listen, to this process as to the others. */
  async onModuleInit(): Promise<void> {
    await this.onChange((merchantId) => this.cache.forget(merchantId));
  }

  /** Calls the handler with every merchant that is said to have changed, until the function that it answers is called. */
  onChange(handler: (merchantId: MerchantId) => void): Promise<() => void> {
    return this.bus.subscribe(TOPIC, (id) => {
      const merchantId = parseMerchantId(Number(id));
      if (merchantId !== null) handler(merchantId);
    });
  }

  /** Call it after the commit, else a process could ask the database before it and remember the old answer. */
  async announce(merchantId: MerchantId): Promise<void> {
    await this.bus.publish(TOPIC, String(merchantId));
  }
}
