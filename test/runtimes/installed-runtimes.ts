import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const home = path.join(import.meta.dirname, 'node_modules');

/** The programs of the runtimes, each in a package for the machine that npm has chosen. */
const places = {
  bun: ['@oven/bun-', 'bin/bun'],
  deno: ['@deno/linux-', 'deno'],
  node18: ['node-linux-', 'bin/node'],
  workerd: ['@cloudflare/workerd-', 'bin/workerd'],
} as const;

/** A runtime besides the Node that runs the tests. */
export type RuntimeName = keyof typeof places;

/** Where the program of a runtime is, or `null` if it is not installed. */
export function installedRuntime(name: RuntimeName): string | null {
  const [start, program] = places[name];
  const folder = path.join(home, path.dirname(start));
  const candidates = existsSync(folder) ? readdirSync(folder) : [];
  return (
    candidates
      .filter((one) => one.startsWith(path.basename(start)))
      .map((one) => path.join(folder, one, program))
      .find((file) => existsSync(file)) ?? null
  );
}
