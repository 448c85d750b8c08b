import { lstatSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// PostgreSQL runs as another user when the tests run as root, and /var/tmp is open to everybody.
const home = process.getuid?.() === 0 ? '/var/tmp' : tmpdir();
const prefix = 'turnpike-test-';

/** Where this run keeps its throw-away cluster. */
export const clusterDirectory = join(home, `${prefix}${process.pid}`);

/**
 * Removes what runs of this user left behind that were killed: their server, should it still run, and their directory.
 * What another user put there, whatever its name, is left alone, and so is every process that does not work in it.
 */
export function removeLeftovers(directory = home) {
  for (const name of readdirSync(directory)) {
    const pid = Number(name.slice(prefix.length));
    if (!name.startsWith(prefix) || !Number.isInteger(pid)) continue;
    if (pid !== process.pid && isAlive(pid)) continue;
    const left = join(directory, name);
    try {
      if (!isOurDirectory(left)) continue;
      stopServer(join(left, 'pg'));
      rmSync(left, { recursive: true, force: true });
    } catch {
      // Removed by another run, or not removable.
    }
  }
}

function isOurDirectory(path) {
  const found = lstatSync(path);
  return found.isDirectory() && found.uid === process.getuid?.();
}

/** Where the system does not tell in which directory a process works, a server ends by itself when its files are gone. */
function stopServer(cluster) {
  try {
    const pid = Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), 10);
    if (pid > 0 && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)) process.kill(pid, 'SIGQUIT');
  } catch {
    // There is none.
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
