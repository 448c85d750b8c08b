import { ValidationFailed } from '@turnpike/problems';
import { isGuessable } from './guessable-passwords.js';
import { memberBounds } from './member-bounds.js';

/** The one form of a password however a keyboard composes its characters. */
export function normalPassword(password: string): string {
  return password.normalize('NFKC');
}

/**
 * Refuses, with `ValidationFailed` for `member`, what is too short or too long, is the account's own address, or is among
 * what everybody tries first. What it says depends on what was sent alone, never on whether there is such an account.
 */
export function checkPassword(password: string, email: string, member = 'password'): void {
  const { passwordCharsMin: min, passwordCharsMax: max } = memberBounds;
  const text = normalPassword(password);
  const count = Array.from(text).length;
  if (count < min || count > max) {
    throw new ValidationFailed({
      [member]: [`${member} must be a text of ${String(min)} to ${String(max)} characters`],
    });
  }
  if (text.trim().toLowerCase() === email.toLowerCase()) {
    throw new ValidationFailed({ [member]: [`${member} must not be the e-mail address`] });
  }
  if (isGuessable(text)) {
    throw new ValidationFailed({ [member]: [`${member} is among those that everybody tries first`] });
  }
}
