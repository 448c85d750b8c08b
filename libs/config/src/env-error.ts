/**
 * An environment variable that is missing or wrong. The message is one line that names the variable and what is expected
 * of it, and never the value, which may be a secret.
 */
export class EnvError extends Error {
  readonly variable: string;

  constructor(variable: string, expected: string) {
    super(`${variable}: expected ${expected}`);
    this.name = 'EnvError';
    this.variable = variable;
  }
}
