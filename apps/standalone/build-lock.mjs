import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const heartbeatMs = 1_000;
const staleAfterMs = 10_000;
const waitMsMax = 600_000;

/**
 * Runs `work` while holding the lock directory, so that two builds at once never write the same files.
 * The holder touches the directory every second; one not touched for ten seconds was left by a build that died and is
 * taken over. Waits at most ten minutes.
 */
export async function withBuildLock(directory, work) {
  await takeLock(directory);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(directory, now, now).catch(() => undefined);
  }, heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(directory, { recursive: true, force: true });
  }
}

async function takeLock(directory) {
  const giveUpAt = Date.now() + waitMsMax;
  for (let told = false; ;) {
    try {
      return await mkdir(directory);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (Date.now() > giveUpAt) throw new Error(`another build still holds ${directory}`);
    if (await isStale(directory)) {
      // Renamed first, so that of several waiting builds only one removes it.
      const left = `${directory}.${process.pid}`;
      await rename(directory, left).catch(() => undefined);
      await rm(left, { recursive: true, force: true });
      continue;
    }
    if (!told) process.stderr.write('turnpike: waiting for another build to finish\n');
    told = true;
    await pause(200);
  }
}

async function isStale(directory) {
  try {
    return Date.now() - (await stat(directory)).mtimeMs > staleAfterMs;
  } catch {
    return false;
  }
}
