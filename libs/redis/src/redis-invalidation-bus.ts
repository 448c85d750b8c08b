import { InvalidationBus } from './invalidation-bus.js';
import type { RedisConnections } from './redis-connections.js';

const CHANNEL = 'turnpike:invalidation';

/** Carries invalidations by publish and subscribe of Redis. */
export class RedisInvalidationBus extends InvalidationBus {
  constructor(private readonly connections: RedisConnections) {
    super();
  }

  protected override async broadcast(message: string): Promise<void> {
    await this.connections.for('commands').publish(CHANNEL, message);
  }

  protected override async listen(): Promise<void> {
    const subscriber = this.connections.for('subscriber');
    subscriber.on('message', (channel: string, message: string) => {
      if (channel === CHANNEL) this.receive(message);
    });
    await subscriber.subscribe(CHANNEL);
  }
}
