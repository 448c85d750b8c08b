import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { InvalidationBus } from '@turnpike/redis';
import { SessionCache } from './session-cache.js';

const TOPIC = 'session';
const MERCHANT_TOPIC = 'merchant';

/**
 * Carries the news that a session, a member or a merchant changed to every process that remembers sessions. The news only
 * makes it quicker: whoever misses it follows when its memory is 1.5 s old.
 */
@Injectable()
export class SessionChanges implements OnModuleInit {
  constructor(
    private readonly cache: SessionCache,
    private readonly bus: InvalidationBus,
  ) {}

  /** Begins to listen, to this process as to the others. */
  async onModuleInit(): Promise<void> {
    for (const topic of [TOPIC, MERCHANT_TOPIC]) {
      await this.bus.subscribe(topic, () => {
        this.cache.clear();
      });
    }
  }

  /** Call it after the commit, else a process could ask the database before it and remember the old answer. */
  async announce(): Promise<void> {
    this.cache.clear();
    await this.bus.publish(TOPIC, 'changed');
  }
}
