import { EnvError } from './env-error.js';
import type { VariableName } from './env-variables.js';

/** Reads one text as a value, or answers null to refuse it. */
type Parse<T> = (text: string) => T | null;

/**
 * The variables of a process, read by name. Blank is unset. What a parser refuses becomes an EnvError with the
 * expectation, so that no parser ever sees a name and no message a value.
 */
export class EnvSource {
  constructor(private readonly source: Readonly<Record<string, string | undefined>>) {}

  /** The value without blanks around it, or null if unset or blank. */
  text(name: VariableName): string | null {
    const value = this.source[name]?.trim();
    return value === undefined || value === '' ? null : value;
  }

  /** The parsed value, null if unset. */
  optional<T>(name: VariableName, parse: Parse<T>, expected: string): T | null {
    const text = this.text(name);
    if (text === null) return null;
    const value = parse(text);
    if (value === null) throw new EnvError(name, expected);
    return value;
  }

  /** The parsed value, or the default if unset. */
  withDefault<T>(name: VariableName, parse: Parse<T>, expected: string, fallback: T): T {
    return this.optional(name, parse, expected) ?? fallback;
  }

  /** A whole number within bounds, both included. */
  integer(name: VariableName, min: number, max: number, fallback: number): number {
    return this.withDefault(
      name,
      (text) => parseInteger(text, min, max),
      `a whole number from ${min} to ${max}`,
      fallback,
    );
  }

  /** `true` or `false`. */
  flag(name: VariableName, fallback: boolean): boolean {
    const words = new Map([
      ['true', true],
      ['false', false],
    ]);
    return this.withDefault(name, (text) => words.get(text) ?? null, 'true or false', fallback);
  }

  /** The comma-separated items, each parsed; blanks around an item do not count. Unset is the fallback. */
  list<T>(name: VariableName, parse: Parse<T>, expected: string, fallback: readonly T[] = []): readonly T[] {
    return Object.freeze(
      this.withDefault(name, (text) => parseAll(text, parse), `${expected}, comma-separated`, fallback),
    );
  }
}

/** A whole number in plain decimal digits within bounds, or null. */
export function parseInteger(text: string, min: number, max: number): number | null {
  if (!/^(0|[1-9]\d{0,14})$/.test(text)) return null;
  const value = Number(text);
  return value >= min && value <= max ? value : null;
}

function parseAll<T>(text: string, parse: Parse<T>): readonly T[] | null {
  const values: T[] = [];
  for (const item of text.split(',')) {
    const value = parse(item.trim());
    if (value === null) return null;
    values.push(value);
  }
  return values;
}
