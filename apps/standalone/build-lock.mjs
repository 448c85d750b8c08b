import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, rmdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const heartbeatMs = 1_000;
const staleAfterMs = 10_000;
const waitMsMax = 600_000;
const retryMsMin = 50;
const retryMsMax = 250;

/**
 * Runs `work` while no other build runs its own under the same lock directory. Whoever builds has a mark in there and
 * touches it every second; one not touched for ten seconds was left by a build that died. Waits at most ten minutes, and
 * rejects, before `work` began, as soon as the signal is aborted.
 */
export async function withBuildLock(directory, work, signal) {
  const mark = await takeLock(directory, signal);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(mark, now, now).catch(() => undefined);
  }, heartbeatMs);
  try {
    signal?.throwIfAborted();
    return await work();
  } finally {
    clearInterval(heartbeat);
    await leave(directory, mark);
  }
}

/**
 * Puts up a mark first and looks for others then: of two that come at once at least one sees the other, and gives way. No
 * name is ever used twice, so that a mark which is removed as stale cannot meanwhile be somebody's new one.
 */
async function takeLock(directory, signal) {
  const giveUpAt = Date.now() + waitMsMax;
  for (let told = false; ;) {
    signal?.throwIfAborted();
    const mark = join(directory, `${process.pid}-${randomBytes(6).toString('hex')}`);
    await putUp(directory, mark);
    if (!(await isAnotherThere(directory, mark))) return mark;
    await leave(directory, mark);
    if (Date.now() > giveUpAt) throw new Error(`another build still holds ${directory}`);
    if (!told) process.stderr.write('turnpike: waiting for another build to finish\n');
    told = true;
    // Those who gave way to each other do not meet again at the same moment.
    await pause(retryMsMin + Math.random() * (retryMsMax - retryMsMin), undefined, { signal });
  }
}

async function putUp(directory, mark) {
  for (;;) {
    await mkdir(directory, { recursive: true });
    try {
      return await mkdir(mark);
    } catch (error) {
      // Whoever left last has just removed the directory.
      if (error.code !== 'ENOENT') throw error;
    }
  }
}

async function isAnotherThere(directory, mark) {
  let found = false;
  for (const name of await readdir(directory)) {
    const other = join(directory, name);
    if (other === mark) continue;
    if (await isStale(other)) await rm(other, { recursive: true, force: true });
    else found = true;
  }
  return found;
}

/** A mark that is gone by now counts as there: its owner may have seen ours and be trying again. */
async function isStale(mark) {
  try {
    return Date.now() - (await stat(mark)).mtimeMs > staleAfterMs;
  } catch {
    return false;
  }
}

async function leave(directory, mark) {
  await rm(mark, { recursive: true, force: true });
  // Only the last one finds it empty.
  await rmdir(directory).catch(() => undefined);
}
