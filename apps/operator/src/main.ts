import { parseEnv, VERSION } from '@turnpike/config';
import { UsageError } from './command.js';
import { commands } from './commands.js';
import { failureText } from './failure-text.js';
import { helpText } from './help-text.js';
import { parseCall } from './parse-call.js';

/** The operator's command line. Answers go to standard output, everything else to standard error. */
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (ending.signal.aborted) process.exit(1);
    progress('stopping; once more ends it at once');
    ending.abort();
  });
}
// Whoever read our output may be gone before we are.
process.stdout.on('error', () => process.exit(1));
process.stderr.on('error', () => undefined);

function progress(line: string): void {
  process.stderr.write(`turnpike: ${line}\n`);
}

async function run(): Promise<number> {
  const asked = parseCall(process.argv.slice(2), commands, {
    env: () => parseEnv(),
    progress,
    signal: ending.signal,
  });
  if (asked.is === 'help') return say(helpText(asked.about), 0);
  if (asked.is === 'version') return say(`${VERSION}\n`, 0);
  const { lines, json, isBad = false, isSilent = false } = await asked.command.run(asked.call);
  if (isSilent) return 0;
  return say(
    asked.isJson ? `${JSON.stringify(json)}\n` : lines.map((line) => `${line}\n`).join(''),
    isBad ? 1 : 0,
  );
}

function say(text: string, code: number): Promise<number> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve(code)));
}

try {
  process.exit(await run());
} catch (error) {
  progress(failureText(error));
  if (error instanceof UsageError) progress('see turnpike --help for the commands');
  process.exit(error instanceof UsageError ? 2 : 1);
}
