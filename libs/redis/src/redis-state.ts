import type { RedisConnections } from './redis-connections.js';
import { redisBounds } from './redis-bounds.js';
import { untilReady } from './redis-connections.js';

/** What there is to say of Redis. */
export type RedisState =
  | { readonly isReachable: false; readonly why: string }
  | {
      readonly isReachable: true;
      readonly version: string;
      /** What it does when its memory is full; null where it does not say. */
      readonly evictionPolicy: string | null;
    };

/** Asks Redis how it is, within a bound; null where none is configured. Never rejects. */
export async function readRedisState(connections: RedisConnections): Promise<RedisState | null> {
  if (!connections.configured) return null;
  const connection = connections.for('commands');
  let lastError = 'no answer in time';
  const heard = (error: Error): void => {
    lastError = error.message || lastError;
  };
  connection.on('error', heard);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(lastError)), redisBounds.stateMillis);
  });
  try {
    await Promise.race([untilReady(connection), late]);
    const [server, memory] = await Promise.race([
      Promise.all([connection.info('server'), connection.info('memory')]),
      late,
    ]);
    const version = /^redis_version:(\S+)/m.exec(server)?.[1] ?? 'of an unknown version';
    return {
      isReachable: true,
      version,
      evictionPolicy: /^maxmemory_policy:(\S+)/m.exec(memory)?.[1] ?? null,
    };
  } catch (error) {
    return { isReachable: false, why: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
    late.catch(() => undefined);
    connection.off('error', heard);
  }
}
