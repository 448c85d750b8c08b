import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseEnv } from '@turnpike/config';
import { commands } from '../../apps/operator/src/commands.js';
import { parseCall } from '../../apps/operator/src/parse-call.js';

type Variables = Readonly<Record<string, string>>;

/** How a command of the operator ended, and what it said. */
export interface CommandEnd {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of the built command line as a process, with these variables and nothing else of this process's environment. */
export function runCommand(variables: Variables, ...args: readonly string[]): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    const main = join(process.cwd(), 'dist/apps/operator/src/main.js');
    const child = spawn(process.execPath, [main, ...args], {
      env: { PATH: process.env['PATH'], ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...said }));
  });
}

/** The same command in this process, which is much quicker: what `--json` would print, and whether it would end with 0. */
export async function runHere(
  variables: Variables,
  ...args: readonly string[]
): Promise<{ readonly isWell: boolean; readonly json: unknown; readonly text: string }> {
  const asked = parseCall(args, commands, {
    env: () => parseEnv(variables),
    progress: () => undefined,
    signal: new AbortController().signal,
  });
  if (asked.is !== 'command') throw new Error('it asks for no command');
  const { json, lines, isBad = false } = await asked.command.run(asked.call);
  return { isWell: !isBad, json, text: lines.join('\n') };
}
