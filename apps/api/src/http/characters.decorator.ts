import { ValidateBy } from 'class-validator';

/**
 * How many characters a text has, as people count them and PostgreSQL does: code points, not units of UTF-16. Nothing is left
 * out of the count, marks that only choose how a character is drawn included.
 */
export function characters(text: string): number {
  return Array.from(text).length;
}

/** Admits a text of so many characters; the library's own `Length` lets any number of variation selectors pass uncounted. */
export function HasCharacters(min: number, max: number): PropertyDecorator {
  return ValidateBy({
    name: 'hasCharacters',
    validator: {
      validate: (value: unknown) => {
        if (typeof value !== 'string') return false;
        const count = characters(value);
        return count >= min && count <= max;
      },
      defaultMessage: () => `$property must be a text of ${String(min)} to ${String(max)} characters`,
    },
  });
}
