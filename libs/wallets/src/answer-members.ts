import { ProtocolViolation } from './wallet-errors.js';

const TEXT_CHARS_MAX = 8_192;
const DATE_CHARS_MAX = 40;
/** The last moment that a date can be (ECMA-262, 21.4.1.1). */
const DATE_MILLIS_MAX = 8.64e15;

/**
 * The members of a JSON object that a wallet sent, each checked when it is read. What is not as it has to be throws
 * `ProtocolViolation` with the name of the member, which is ours, and never its value. Null counts as absent.
 */
export class AnswerMembers {
  private constructor(
    private readonly members: Readonly<Record<string, unknown>>,
    private readonly path: string,
  ) {}

  /** Throws `ProtocolViolation` unless the value is a JSON object. */
  static of(value: unknown, path = 'answer'): AnswerMembers {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new ProtocolViolation(`${path} is no object`);
    return new AnswerMembers(value as Record<string, unknown>, path);
  }

  /** The names of all members, as the wallet wrote them. */
  get names(): readonly string[] {
    return Object.keys(this.members);
  }

  /** A text of at most so many characters, null if absent. */
  textOrNull(name: string, charsMax = TEXT_CHARS_MAX): string | null {
    const value = this.members[name] ?? null;
    if (value === null) return null;
    if (typeof value !== 'string' || value.length > charsMax) throw this.violation(name);
    return value;
  }

  /** A text of at least one and at most so many characters. */
  text(name: string, charsMax = TEXT_CHARS_MAX): string {
    const value = this.textOrNull(name, charsMax);
    if (value === null || value === '') throw this.violation(name);
    return value;
  }

  /** A whole number from 0 to 2^53, null if absent. */
  countOrNull(name: string): number | null {
    const value = this.members[name] ?? null;
    if (value === null) return null;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw this.violation(name);
    return value;
  }

  /** A whole number from 0 to 2^53. */
  count(name: string): number {
    return this.countOrNull(name) ?? this.missing(name);
  }

  /** True or false, null if absent. */
  flagOrNull(name: string): boolean | null {
    const value = this.members[name] ?? null;
    if (value === null || typeof value === 'boolean') return value;
    throw this.violation(name);
  }

  /** True or false. */
  flag(name: string): boolean {
    return this.flagOrNull(name) ?? this.missing(name);
  }

  /** A time as a text (ISO 8601), null if absent. */
  dateOrNull(name: string): Date | null {
    const text = this.textOrNull(name, DATE_CHARS_MAX);
    if (text === null) return null;
    const date = new Date(text);
    if (Number.isNaN(date.getTime())) throw this.violation(name);
    return date;
  }

  /** A time in milliseconds since 1970, null if absent. */
  millisOrNull(name: string): Date | null {
    const millis = this.countOrNull(name);
    if (millis === null) return null;
    if (millis > DATE_MILLIS_MAX) throw this.violation(name);
    return new Date(millis);
  }

  /** An object, null if absent. */
  objectOrNull(name: string): AnswerMembers | null {
    const value = this.members[name] ?? null;
    return value === null ? null : AnswerMembers.of(value, `${this.path}.${name}`);
  }

  /** An object. */
  object(name: string): AnswerMembers {
    return this.objectOrNull(name) ?? this.missing(name);
  }

  /** A list of at most so many entries, none of them looked at. */
  list(name: string, entriesMax: number): readonly unknown[] {
    const value = this.members[name];
    if (!Array.isArray(value) || value.length > entriesMax) throw this.violation(name);
    return value;
  }

  /** What to throw for a member that is not as it has to be. */
  violation(name: string): ProtocolViolation {
    return new ProtocolViolation(`${this.path}.${name} is not as it has to be`);
  }

  private missing(name: string): never {
    throw this.violation(name);
  }
}
