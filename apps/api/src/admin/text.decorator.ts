import { applyDecorators } from '@nestjs/common';
import { isResource } from '@turnpike/l402';
import { Matches, ValidateBy } from 'class-validator';
import { HasCharacters } from '../http/characters.decorator.js';

/** Admits a name for people: 1 to 200 characters, not blank, no control characters. */
export function IsName(): PropertyDecorator {
  return applyDecorators(
    HasCharacters(1, 200),
    Matches(/^\P{Cc}*[^\p{Cc}\s]\P{Cc}*$/u, {
      message: '$property must not be blank nor hold control characters',
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
