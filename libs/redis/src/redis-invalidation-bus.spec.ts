import { RedisServer, redisServerBinary, titleWithRedis } from '../../../test/support/redis-server.js';
import { describeInvalidationBus, hear } from './invalidation-bus.conformance.js';
import { RedisConnections, untilReady } from './redis-connections.js';
import { RedisInvalidationBus } from './redis-invalidation-bus.js';

const silent = { lost: () => undefined, back: () => undefined };
const onRedis = redisServerBinary === null ? describe.skip : describe;

onRedis(titleWithRedis('with a Redis'), () => {
  let server: RedisServer;
  const opened: RedisConnections[] = [];

  beforeAll(async () => {
    server = await RedisServer.start();
  });

  afterAll(async () => {
    await Promise.all(opened.map((connections) => connections.close()));
    await server.remove();
  });

  const process = (): RedisConnections => {
    const connections = new RedisConnections(server.url, silent);
    opened.push(connections);
    return connections;
  };
  const connected = (connections: RedisConnections): Promise<void> => untilReady(connections.for('commands'));

  let sender: RedisConnections;
  beforeAll(async () => {
    sender = process();
    await connected(sender);
  });
  describeInvalidationBus('Redis', () => new RedisInvalidationBus(sender));

  it('hears again after Redis was away, and says nothing louder than a lost message meanwhile', async () => {
    const [here, there] = [process(), process()];
    const [one, two] = [new RedisInvalidationBus(here), new RedisInvalidationBus(there)];
    const heard = hear(two, 'thing');
    await Promise.all([connected(here), two.ready()]);
    await server.stop();
    await one.publish('thing', 'lost');
    await server.resume();
    await connected(here);
    // A subscription is renewed on the way to ready, so what is published after that arrives.
    const subscriber = there.for('subscriber');
    await untilReady(subscriber);
    await subscriber.ping();
    await one.publish('thing', 'heard');
    expect(await heard.next()).toBe('heard');
  });
});

describe('without a Redis at the address', () => {
  it('still tells its own process and does not reject', async () => {
    const connections = new RedisConnections('redis://127.0.0.1:1', silent);
    const bus = new RedisInvalidationBus(connections);
    const heard = hear(bus, 'thing');
    await bus.publish('thing', '1');
    expect(await heard.next()).toBe('1');
    await connections.close();
  });
});
