import { Injectable } from '@nestjs/common';
import type { LoggerService } from '@nestjs/common';
import { Logger } from './logger.js';

/** Lets Nest write its own entries into our log. Its chatter while it starts is for debugging only. */
@Injectable()
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(fields(rest), asText(message));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(fields(rest), asText(message));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.trace(fields(rest), asText(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(fields(rest), asText(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error({ ...fields(rest), ...errorOf(message) }, asText(message));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.fatal({ ...fields(rest), ...errorOf(message) }, asText(message));
  }
}

/** Nest puts the context last and, for an error, its stack before it. */
function fields(rest: readonly unknown[]): Record<string, unknown> {
  const context = rest.at(-1);
  const stack = rest.length > 1 ? rest[0] : undefined;
  return {
    ...(typeof context === 'string' ? { context } : {}),
    ...(typeof stack === 'string' ? { stack } : {}),
  };
}

function errorOf(message: unknown): Record<string, unknown> {
  return message instanceof Error ? { err: message } : {};
}

function asText(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : (JSON.stringify(message) ?? String(message));
}
