import { RedisConnections, untilReady } from '@turnpike/redis';
import { RedisServer, redisServerBinary, titleWithRedis } from '../../../test/support/redis-server.js';
import { RedisQueueBackend } from './redis-queue-backend.js';
import { describeQueueBackend } from './testing/queue-backend.conformance.js';

const silent = { trouble: () => undefined };
const witness = { lost: () => undefined, back: () => undefined };
const onRedis = redisServerBinary === null ? describe.skip : describe;

onRedis(titleWithRedis('in Redis'), () => {
  let server: RedisServer;
  let connections: RedisConnections;

  beforeAll(async () => {
    server = await RedisServer.start();
    connections = new RedisConnections(server.url, witness);
    await untilReady(connections.for('producer'));
  });

  afterAll(async () => {
    await connections.close();
    await server.remove();
  });

  describeQueueBackend(
    'Redis',
    () => new RedisQueueBackend(connections, silent),
    async () => {
      await connections.for('producer').flushall();
    },
  );
});
