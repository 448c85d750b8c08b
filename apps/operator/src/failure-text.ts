import { EnvError } from '@turnpike/config';
import { isDatabaseUnavailable, MigrationError } from '@turnpike/database';
import { EmbeddedPostgresError } from '@turnpike/embedded-postgres';
import { Problem, ValidationFailed } from '@turnpike/problems';
import { KeyFileError } from '@turnpike/secrets';
import { OperatorError, UsageError } from './command.js';
import { errorCode } from './error-code.js';

/** Why a command failed, as one line that a person can act on; with the stack only where nobody expected it. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ValidationFailed) return faultsOf(error).join('; ');
  const told = [
    EnvError,
    OperatorError,
    UsageError,
    EmbeddedPostgresError,
    KeyFileError,
    MigrationError,
    Problem,
  ];
  if (told.some((kind) => error instanceof kind)) return error.message;
  if (isDatabaseUnavailable(error)) return `cannot reach the database: ${error.message || errorCode(error)}`;
  // Login refused, no such database, not permitted.
  if (['28000', '28P01', '3D000', '42501'].includes(errorCode(error)))
    return `the database refused: ${error.message}`;
  if ('syscall' in error) return error.message;
  return error.stack ?? error.message;
}

function faultsOf({ members }: ValidationFailed): string[] {
  const { errors } = members as { readonly errors: Readonly<Record<string, readonly string[]>> };
  return Object.values(errors).flat();
}
