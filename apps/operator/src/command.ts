import type { Env } from '@turnpike/config';

/** An option of a command. What has a `value` takes one, what has none is on or off. */
export interface CommandOption {
  /** What its value is called in the help; absent for a switch. */
  readonly value?: string;
  readonly meaning: string;
  readonly isRequired?: boolean;
}

/** What a command was called with, its options checked against its own table. */
export interface CommandCall {
  /** The configuration; throws EnvError for what is wrong with it. */
  env(): Env;
  /** The value of an option; null if it is not given. */
  text(option: string): string | null;
  /** The value of an option that is compulsory. */
  requiredText(option: string): string;
  isOn(option: string): boolean;
  /** What stands behind the options; as many as the command takes. */
  readonly operands: readonly string[];
  /** Tells a person how it goes, beside the answer. */
  progress(line: string): void;
  /** Aborted when the call should end early. */
  readonly signal: AbortSignal;
}

/** What a command has to say. */
export interface CommandAnswer {
  /** For people. */
  readonly lines: readonly string[];
  /** For programs: what `--json` prints. */
  readonly json: unknown;
  /** The command did its work and found something wrong: it ends with 1. */
  readonly isBad?: boolean;
  /** It has written its answer to standard output itself. */
  readonly isSilent?: boolean;
}

/** One thing that whoever runs the instance can do from a shell. */
export interface Command {
  /** One or two words. */
  readonly name: string;
  readonly summary: string;
  /** What else to know, a paragraph each. */
  readonly notes?: readonly string[];
  /** Names of what stands behind the options, all compulsory. */
  readonly operands?: readonly string[];
  readonly options: Readonly<Record<string, CommandOption>>;
  run(call: CommandCall): Promise<CommandAnswer>;
}

/** A command was called in a way that it does not know; the message says what is wrong, in one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something stands in the way that a person has to see to; the message says what and how, in one line. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}
