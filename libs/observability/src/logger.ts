import { pino } from 'pino';
import type { Logger as PinoInstance, LoggerOptions } from 'pino';
import type { LogLevel } from '@turnpike/config';
import { redact } from './redact.js';
import { scrub } from './scrub.js';

/**
 * Where everything is logged: one JSON line an entry. Secrets are taken out by member name and then by shape, so an entry
 * may be written without looking at what is in it, but should not rely on that. Also the injection token.
 */
export abstract class Logger {
  abstract trace(fields: object, message?: string): void;
  abstract trace(message: string): void;
  abstract debug(fields: object, message?: string): void;
  abstract debug(message: string): void;
  abstract info(fields: object, message?: string): void;
  abstract info(message: string): void;
  abstract warn(fields: object, message?: string): void;
  abstract warn(message: string): void;
  abstract error(fields: object, message?: string): void;
  abstract error(message: string): void;
  abstract fatal(fields: object, message?: string): void;
  abstract fatal(message: string): void;
  /** A logger whose entries all carry these fields. */
  abstract child(fields: Record<string, unknown>): Logger;
}

/** Where lines go: standard output, or anything with a `write`. */
export interface LogDestination {
  write(line: string): void;
}

/** Makes the logger of a process. Errors belong into the field `err`. */
export function createLogger(env: { readonly logLevel: LogLevel }, destination?: LogDestination): Logger {
  const options: LoggerOptions = {
    level: env.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // An error has been made a plain object by then; pino's own serializer would copy members past the redaction.
    serializers: { err: (err: unknown) => err },
    formatters: { level: (label) => ({ level: label }), log: redactFields },
    hooks: { streamWrite: scrub },
  };
  return new PinoLogger(destination === undefined ? pino(options) : pino(options, destination));
}

/** Redacts the fields of child loggers too, which pino does not put through its formatters. */
class PinoLogger extends Logger {
  constructor(private readonly inner: PinoInstance) {
    super();
  }

  override trace(fields: object | string, message?: string): void {
    this.inner.trace(fields, message);
  }

  override debug(fields: object | string, message?: string): void {
    this.inner.debug(fields, message);
  }

  override info(fields: object | string, message?: string): void {
    this.inner.info(fields, message);
  }

  override warn(fields: object | string, message?: string): void {
    this.inner.warn(fields, message);
  }

  override error(fields: object | string, message?: string): void {
    this.inner.error(fields, message);
  }

  override fatal(fields: object | string, message?: string): void {
    this.inner.fatal(fields, message);
  }

  override child(fields: Record<string, unknown>): Logger {
    return new PinoLogger(this.inner.child(redactFields(fields)));
  }
}

function redactFields(fields: Record<string, unknown>): Record<string, unknown> {
  const copy = redact(fields);
  return typeof copy === 'object' && copy !== null ? { ...copy } : {};
}
