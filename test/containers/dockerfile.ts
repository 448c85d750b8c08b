import { readFileSync } from 'node:fs';
import path from 'node:path';

/** One instruction, its continuation lines joined. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** What stands between one FROM and the next. */
export interface Stage {
  /** What `COPY --from` calls it; null if it has no name. */
  readonly name: string | null;
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

/** Reads a Dockerfile. Knows comments and continuation lines, which is all that ours uses of its grammar. */
export function readDockerfile(folder: string): Stage[] {
  const text = readFileSync(path.join(folder, 'Dockerfile'), 'utf8')
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, ' ');
  const stages: { name: string | null; base: string; instructions: Instruction[] }[] = [];
  for (const line of text.split('\n')) {
    const [, name = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === '') throw new Error(`the Dockerfile has a line that is no instruction: ${line}`);
    if (name === 'FROM') {
      const [, base = '', alias] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? [];
      stages.push({ name: alias ?? null, base, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push({ name, rest });
    }
  }
  return stages;
}

/** The argument list of an instruction in exec form, `["a", "b"]`. Throws for the shell form. */
export function execForm(rest: string): string[] {
  return JSON.parse(rest.slice(rest.indexOf('['))) as string[];
}

/**
 * Whether a file of the build context gets into it. `.dockerignore` is read as Docker reads it: the last line that fits
 * decides, and a folder's line speaks for all below.
 */
export function contextFilter(folder: string): (file: string) => boolean {
  const rules = readFileSync(path.join(folder, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const pattern = line.replace(/^!/, '');
      const source = pattern
        .split('**/')
        .map((part) => part.replaceAll('.', '\\.').replaceAll('*', '[^/]*'))
        .join('(?:.*/)?');
      return { admits: line.startsWith('!'), fits: new RegExp(`^${source}(?:/|$)`) };
    });
  return (file) => rules.findLast(({ fits }) => fits.test(file))?.admits ?? true;
}
