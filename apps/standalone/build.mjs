// Builds what `npm start` and the tests run: the Prisma client, then every app with the libs, and the dashboard, into dist.
// Plain JavaScript, because it runs before there is a build. `--if-stale` does nothing when dist is of these sources.
import { spawn } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withBuildLock } from './build-lock.mjs';
import { isStale, removeStamp, sourceHash, writeStamp } from './build-stamp.mjs';

const root = resolve(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);

/**
 * Builds; with `ifStale` only when dist was not built from these sources. Rejects with what the compiler said, or, leaving
 * no tool running, when the signal is aborted.
 */
export async function build({ ifStale, signal }) {
  if (ifStale && !isStale(root)) return;
  const dist = join(root, 'dist');
  const makeIt = async () => {
    // Another build may have made it while this one waited.
    if (ifStale && !isStale(root)) return;
    const startedAt = Date.now();
    say('building (database client, TypeScript, dashboard); the first time this takes up to a minute ...');
    const hash = sourceHash(root);
    removeStamp(root);
    await run('prisma', 'build/index.js', ['generate'], signal);
    await run('@nestjs/cli', 'bin/nest.js', ['build', 'standalone'], signal);
    await run('vite', 'bin/vite.js', ['build', '--config', 'apps/dashboard/vite.config.mjs'], signal);
    await run('rolldown', 'bin/cli.mjs', ['--config', 'apps/standalone/rolldown.config.mjs'], signal);
    removeOlderThan(dist, startedAt);
    writeStamp(root, hash);
    say(`built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  };
  await withBuildLock(join(dist, '.building'), makeIt, signal);
}

/** Runs one tool of node_modules; its output is shown only if it fails. */
function run(name, script, args, signal) {
  let path;
  try {
    // Through package.json, as that is what every package lets be resolved.
    path = join(dirname(require.resolve(`${name}/package.json`)), script);
  } catch {
    throw new Error('the build tools are not installed: run `npm ci` first');
  }
  return new Promise((fulfil, reject) => {
    const tool = spawn(process.execPath, [path, ...args], {
      cwd: root,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    tool.stdout.on('data', (chunk) => (output += chunk));
    tool.stderr.on('data', (chunk) => (output += chunk));
    tool.on('error', reject);
    tool.on('close', (code) => {
      if (code === 0) fulfil();
      else reject(new Error(`${name} ${args.join(' ')} failed\n${output.trim()}`));
    });
  });
}

/** What this build did not write belongs to sources that are no more. Stamp and lock, with a dot, are not looked at. */
function removeOlderThan(dist, time) {
  for (const top of readdirSync(dist).filter((name) => !name.startsWith('.'))) {
    for (const entry of readdirSync(join(dist, top), { withFileTypes: true, recursive: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && statSync(path).mtimeMs < time - 1_000) rmSync(path);
    }
  }
}

function say(line) {
  process.stderr.write(`turnpike: ${line}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build({ ifStale: process.argv.includes('--if-stale') });
  } catch (error) {
    process.stderr.write(`turnpike: ${error.message}\n`);
    process.exitCode = 1;
  }
}
