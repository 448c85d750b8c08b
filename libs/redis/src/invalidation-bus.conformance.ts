import { randomUUID } from 'node:crypto';
import type { InvalidationBus } from './invalidation-bus.js';

/** Declares the tests that every invalidation bus passes. `make` gives the bus of one more process. */
export function describeInvalidationBus(name: string, make: () => InvalidationBus): void {
  describe(`invalidation bus: ${name}`, () => {
    let topic = '';
    let other = '';
    beforeEach(() => {
      topic = `topic-${randomUUID()}`;
      other = `other-${topic}`;
    });

    it('tells the other processes', async () => {
      const [here, there] = [make(), make()];
      const heard = hear(there, topic);
      await there.ready();
      await here.publish(topic, 'id with blanks');
      expect(await heard.next()).toBe('id with blanks');
    });

    it('tells its own process before publishing has ended, whether anybody else listens or not', async () => {
      const bus = make();
      const ids: string[] = [];
      await bus.subscribe(topic, (id) => ids.push(id));
      void bus.publish(topic, '1');
      expect(ids).toEqual(['1']);
    });

    it('tells each process once', async () => {
      const [here, there] = [make(), make()];
      const [atHome, abroad] = [hear(here, topic), hear(there, topic)];
      await Promise.all([here.ready(), there.ready()]);
      await here.publish(topic, '1');
      await there.publish(topic, '2');
      expect([await atHome.next(), await atHome.next()]).toEqual(['1', '2']);
      expect([await abroad.next(), await abroad.next()].sort()).toEqual(['1', '2']);
      await there.publish(topic, '3');
      expect(await atHome.next()).toBe('3');
      expect(atHome.heard).toEqual(['1', '2', '3']);
    });

    it('tells only those who asked for the topic, in order', async () => {
      const [here, there] = [make(), make()];
      const things = hear(there, topic);
      const others = hear(there, other);
      await there.ready();
      await here.publish(other, '1');
      await here.publish(topic, '2');
      await here.publish(other, '3');
      expect([await others.next(), await others.next(), await things.next()]).toEqual(['1', '3', '2']);
      expect(things.heard).toEqual(['2']);
    });

    it('tells nobody who has left', async () => {
      const [here, there] = [make(), make()];
      const left: string[] = [];
      const leave = await there.subscribe(topic, (id) => left.push(id));
      const stayed = hear(there, topic);
      await there.ready();
      leave();
      await here.publish(topic, '1');
      expect(await stayed.next()).toBe('1');
      expect(left).toEqual([]);
    });

    it('goes on after a handler that throws', async () => {
      const bus = make();
      await bus.subscribe(topic, () => {
        throw new Error('no');
      });
      const heard = hear(bus, topic);
      await bus.publish(topic, '1');
      expect(await heard.next()).toBe('1');
    });
  });
}

/** What one subscriber hears, to be awaited message by message. */
export function hear(bus: InvalidationBus, topic: string): { heard: string[]; next(): Promise<string> } {
  const heard: string[] = [];
  const waiting: ((id: string) => void)[] = [];
  let read = 0;
  void bus.subscribe(topic, (id) => {
    heard.push(id);
    waiting.shift()?.(id);
  });
  return {
    heard,
    next: () =>
      new Promise((resolve) => {
        const id = heard[read];
        read += 1;
        if (id === undefined) waiting.push(resolve);
        else resolve(id);
      }),
  };
}
