import { Injectable } from '@nestjs/common';
import { InvalidationBus } from '@turnpike/redis';

const TOPIC = 'proxy';

/**
 * Carries the news that a proxy changed to every process that remembers it. It only makes the change quicker: whoever misses
 * it follows when its memory is 1.5 s old.
 */
@Injectable()
export class ProxyChanges {
  constructor(private readonly bus: InvalidationBus) {}

  /** Calls the handler with the public id of every proxy that is said to have changed. */
  onChange(handler: (publicId: string) => void): Promise<() => void> {
    return this.bus.subscribe(TOPIC, handler);
  }

  /** Call it after the commit, else a process could ask the database before it and remember the old answer. */
  announce(publicId: string): Promise<void> {
    return this.bus.publish(TOPIC, publicId);
  }
}
