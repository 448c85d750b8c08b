import { parseArgs } from 'node:util';
import type { Env } from '@turnpike/config';
import { UsageError } from './command.js';
import type { Command, CommandCall } from './command.js';

/** What a call has of the process that it runs in. */
export interface CallSurroundings {
  env(): Env;
  progress(line: string): void;
  readonly signal: AbortSignal;
}

/** What the arguments ask for: help about some commands, the version, or a command. */
export type Asked =
  | { readonly is: 'help'; readonly about: readonly Command[] }
  | { readonly is: 'version' }
  | {
      readonly is: 'command';
      readonly command: Command;
      readonly call: CommandCall;
      readonly isJson: boolean;
    };

/** Reads the arguments of the process; UsageError for what no command takes. */
export function parseCall(
  args: readonly string[],
  commands: readonly Command[],
  surroundings: CallSurroundings,
): Asked {
  const [first, second] = args;
  if (first === undefined || first === 'help' || first === '--help' || first === '-h')
    return { is: 'help', about: commands };
  if (first === '--version') return { is: 'version' };
  const named = commands.filter(({ name }) => name === first || name === `${first} ${String(second)}`);
  const [command] = named;
  if (command === undefined) {
    const group = commands.filter(({ name }) => name.startsWith(`${first} `));
    if (group.length === 0) throw new UsageError(`there is no command ${first}`);
    if (second === undefined || second === '--help' || second === '-h') return { is: 'help', about: group };
    throw new UsageError(`there is no command ${first} ${second}`);
  }
  const { values, positionals } = read(command, args.slice(command.name.split(' ').length));
  if (values['help'] === true) return { is: 'help', about: [command] };
  check(command, values, positionals);
  const text = (option: string): string | null => {
    const value = values[option];
    return typeof value === 'string' ? value : null;
  };
  const call: CommandCall = {
    ...surroundings,
    text,
    requiredText: (option) => text(option) ?? '',
    isOn: (option) => values[option] === true,
    operands: positionals,
  };
  return { is: 'command', command, call, isJson: values['json'] === true };
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

function read(command: Command, args: string[]): { values: Values; positionals: string[] } {
  const own = Object.entries(command.options).map(
    ([name, { value }]) => [name, { type: value === undefined ? 'boolean' : 'string' }] as const,
  );
  try {
    const { values, positionals } = parseArgs({
      args,
      strict: true,
      allowPositionals: true,
      options: {
        ...Object.fromEntries(own),
        help: { type: 'boolean', short: 'h' },
        json: { type: 'boolean' },
      },
    });
    return { values, positionals };
  } catch (error) {
    // Node's own words name the option and what is wrong with it, in a sentence or two.
    throw new UsageError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

function check(
  { name, options, operands = [] }: Command,
  values: Values,
  positionals: readonly string[],
): void {
  const missing = Object.entries(options).find(
    ([option, { isRequired }]) => isRequired === true && (values[option] ?? '') === '',
  );
  if (missing !== undefined)
    throw new UsageError(`${name} needs --${missing[0]} <${missing[1].value ?? ''}>`);
  const empty = Object.keys(values).find((option) => values[option] === '');
  if (empty !== undefined) throw new UsageError(`--${empty} is empty`);
  if (positionals.length < operands.length)
    throw new UsageError(`${name} needs <${operands[positionals.length] ?? ''}>`);
  const extra = positionals[operands.length];
  if (extra !== undefined) throw new UsageError(`${name} does not take ${JSON.stringify(extra)}`);
}
