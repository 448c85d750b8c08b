import { RedisServer, redisServerBinary, titleWithRedis } from '../../../test/support/redis-server.js';
import { RedisConnections } from './redis-connections.js';
import type { ConnectionPurpose, ConnectionWitness } from './redis-connections.js';

class Witness implements ConnectionWitness {
  readonly told: string[] = [];
  private waiting: { what: string; resolve: () => void }[] = [];

  lost(purpose: ConnectionPurpose): void {
    this.tell(`lost ${purpose}`);
  }

  back(purpose: ConnectionPurpose): void {
    this.tell(`back ${purpose}`);
  }

  until(what: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.told.includes(what)) resolve();
      else this.waiting.push({ what, resolve });
    });
  }

  private tell(what: string): void {
    this.told.push(what);
    for (const one of this.waiting.filter((candidate) => candidate.what === what)) one.resolve();
    this.waiting = this.waiting.filter((one) => one.what !== what);
  }
}

const nowhere = 'redis://127.0.0.1:1';

describe('the connections of a process to Redis', () => {
  it('are none where no Redis is configured', () => {
    const connections = new RedisConnections(null, new Witness());
    expect(connections.configured).toBe(false);
    expect(() => connections.for('commands')).toThrow('no Redis');
  });

  it('are one per purpose', async () => {
    const connections = new RedisConnections(nowhere, new Witness());
    expect(connections.for('commands')).toBe(connections.for('commands'));
    expect(connections.for('commands')).not.toBe(connections.for('producer'));
    await connections.close();
  });

  it('refuse a command at once while Redis is away, and say once that it is', async () => {
    const witness = new Witness();
    const connections = new RedisConnections(nowhere, witness);
    await expect(connections.for('producer').incr('a')).rejects.toThrow();
    await witness.until('lost producer');
    await expect(connections.for('producer').incr('a')).rejects.toThrow();
    expect(witness.told).toEqual(['lost producer']);
    await connections.close();
  });

  it('open no other after closing', async () => {
    const connections = new RedisConnections(nowhere, new Witness());
    await connections.close();
    expect(() => connections.for('commands')).toThrow('no Redis');
  });
});

const onRedis = redisServerBinary === null ? describe.skip : describe;

onRedis(titleWithRedis('with a Redis that goes away and comes back'), () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.remove());

  it('a command of a worker waits for it, one of a producer does not', async () => {
    const witness = new Witness();
    const connections = new RedisConnections(server.url, witness);
    const [worker, producer] = [connections.for('worker'), connections.for('producer')];
    await Promise.all([worker.ping(), new Promise((resolve) => producer.once('ready', resolve))]);
    await server.stop();
    await Promise.all([witness.until('lost worker'), witness.until('lost producer')]);
    const waiting = worker.set('a', '1');
    await expect(producer.get('a')).rejects.toThrow();
    await server.resume();
    expect(await waiting).toBe('OK');
    await Promise.all([witness.until('back worker'), witness.until('back producer')]);
    expect(await producer.get('a')).toBe('1');
    await connections.close();
  });

  it('closing ends within its bound even if Redis is silent', async () => {
    const connections = new RedisConnections(server.url, new Witness());
    const client = connections.for('commands');
    await new Promise((resolve) => client.once('ready', resolve));
    const ended = new Promise((resolve) => client.once('end', resolve));
    server.freeze();
    await connections.close();
    await ended;
    expect(client.status).toBe('end');
    server.thaw();
  });
});
