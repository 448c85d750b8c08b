import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `dist/dashboard` of this checkout, from the source as well as from `dist`, whether it was built yet or not. */
export function builtDashboard(): string {
  for (let directory = import.meta.dirname; ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'package.json')) || directory === dirname(directory))
      return join(directory, 'dist', 'dashboard');
  }
}
