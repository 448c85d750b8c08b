import { applyDecorators } from '@nestjs/common';
import { isResource } from '@turnpike/l402';
import { Matches, ValidateBy } from 'class-validator';
import { HasCharacters } from '../http/characters.decorator.js';

/**
 * Admits a name for people: 1 to 200 characters, not blank, in one line, no control characters, and no address of a page, since
 * strangers read it in letters.
 */
export function IsName(): PropertyDecorator {
  return applyDecorators(
    HasCharacters(1, 200),
    Matches(/^[^\p{Cc}\p{Zl}\p{Zp}]*[^\p{Cc}\s][^\p{Cc}\p{Zl}\p{Zp}]*$/u, {
      message: '$property must not be blank nor hold control characters',
    }),
    ValidateBy({
      name: 'holdsNoAddress',
      validator: {
        validate: (value) => typeof value === 'string' && !/:\/\/|www\./i.test(value),
        defaultMessage: () => '$property must not hold an address of a page: neither "://" nor "www."',
      },
    }),
  );
}

/** Admits what can be sold: 1 to 2048 bytes of UTF-8, not blank, no control characters. */
export function IsResource(): PropertyDecorator {
  return ValidateBy({
    name: 'isResource',
    validator: {
      validate: (value) => typeof value === 'string' && isResource(value),
      defaultMessage: () => '$property must be 1 to 2048 bytes, not blank, without control characters',
    },
  });
}
