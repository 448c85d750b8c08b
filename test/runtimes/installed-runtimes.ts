import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const home = path.join(import.meta.dirname, 'node_modules');

/** The programs of the runtimes, each in a package for the machine that npm has chosen. */
const places = {
  bun: ['@oven', 'bin/bun'],
  deno: ['@deno', 'deno'],
  workerd: ['@cloudflare', 'bin/workerd'],
} as const;

/** A runtime besides Node. */
export type RuntimeName = keyof typeof places;

/** Where the program of a runtime is, or `null` if it is not installed. */
export function installedRuntime(name: RuntimeName): string | null {
  const [scope, program] = places[name];
  const folder = path.join(home, scope);
  const candidates = existsSync(folder) ? readdirSync(folder) : [];
  return candidates.map((one) => path.join(folder, one, program)).find((file) => existsSync(file)) ?? null;
}
