import { randomBytes } from 'node:crypto';

/** Forgets one thing by its id. Must be safe to call twice and for what was never known; what it throws is ignored. */
export type InvalidationHandler = (id: string) => void;

/**
 * Tells every process that something cached has changed. It hurries things up and is never what they rest on: a message
 * may be lost, so whatever is cached must also grow old by itself. This process is told first and in any case.
 */
export abstract class InvalidationBus {
  private readonly handlers = new Map<string, Set<InvalidationHandler>>();
  /** Marks our own messages, which come back to us over the wire and have been delivered before. */
  private readonly origin = randomBytes(8).toString('hex');
  private listening: Promise<void> | null = null;

  /**
   * Tells this process at once and the others as soon as may be. A topic is a word without blanks. Bounded in time;
   * never throws or rejects.
   */
  async publish(topic: string, id: string): Promise<void> {
    this.deliver(topic, id);
    try {
      await this.broadcast(`${this.origin} ${topic} ${id}`);
    } catch {
      // Lost, as any message may be.
    }
  }

  /**
   * Calls the handler for every message on the topic, until the function that it answers is called. Does not wait for
   * the carrier, which may be away.
   */
  subscribe(topic: string, handler: InvalidationHandler): Promise<() => void> {
    const handlers = this.handlers.get(topic) ?? new Set();
    this.handlers.set(topic, handlers.add(handler));
    this.listening ??= this.listen();
    this.listening.catch(() => undefined);
    return Promise.resolve(() => {
      handlers.delete(handler);
    });
  }

  /** Resolves once messages of other processes arrive, for which the carrier must be there. */
  async ready(): Promise<void> {
    await this.listening;
  }

  /** Sends one message to all processes. */
  protected abstract broadcast(message: string): Promise<void>;

  /** Begins to receive messages, and goes on after every loss of connection. Called once. */
  protected abstract listen(): Promise<void>;

  /** Takes a message as it came over the wire; our own, and what nobody subscribed to, is ignored. */
  protected receive(message: string): void {
    const [, origin, topic, id] = /^(\S+) (\S+) (.*)$/s.exec(message) ?? [];
    if (origin === this.origin || topic === undefined || id === undefined) return;
    this.deliver(topic, id);
  }

  private deliver(topic: string, id: string): void {
    for (const handler of this.handlers.get(topic) ?? []) {
      try {
        handler(id);
      } catch {
        // One cache that cannot forget must not keep the others from it.
      }
    }
  }
}
