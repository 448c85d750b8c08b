import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// PostgreSQL runs as another user when the tests run as root, and /var/tmp is open to everybody.
const home = process.getuid?.() === 0 ? '/var/tmp' : tmpdir();
const prefix = 'turnpike-test-';

/** Where this run keeps its throw-away cluster. */
export const clusterDirectory = join(home, `${prefix}${process.pid}`);

/** Removes what runs that were killed left behind: their server, should it still run, and their directory. */
export function removeLeftovers() {
  for (const name of readdirSync(home)) {
    const pid = Number(name.slice(prefix.length));
    if (!name.startsWith(prefix) || !Number.isInteger(pid)) continue;
    if (pid !== process.pid && isAlive(pid)) continue;
    try {
      stopServer(join(home, name, 'pg', 'postmaster.pid'));
      rmSync(join(home, name), { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}

function stopServer(pidFile) {
  if (!existsSync(pidFile)) return;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  if (pid > 0 && isAlive(pid)) process.kill(pid, 'SIGQUIT');
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
