import type { RedisState } from '@turnpike/redis';
import { fail, ok, warn } from './finding.js';
import type { Finding } from './finding.js';

/** Whether Redis is there and keeps what it is given; null where none is configured. */
export function checkRedis(state: RedisState | null): Finding {
  const about = 'redis';
  if (state === null) return ok(about, 'none is configured; limits are counted by each process');
  if (!state.isReachable)
    return fail(
      about,
      `does not answer: ${state.why}`,
      'start it, or look at REDIS_URL; until then jobs stand still',
    );
  const { version, evictionPolicy } = state;
  if (evictionPolicy !== null && evictionPolicy !== 'noeviction')
    return fail(
      about,
      `Redis ${version} evicts (${evictionPolicy}): jobs get lost`,
      'set maxmemory-policy noeviction',
    );
  if (evictionPolicy === null)
    return warn(
      about,
      `Redis ${version}; it does not say whether it evicts`,
      'see that maxmemory-policy is noeviction',
    );
  return ok(about, `Redis ${version}`);
}
