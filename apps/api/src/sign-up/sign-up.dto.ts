import { IsEmail, IsOptional, MaxLength } from 'class-validator';
import { IsName } from '../admin/text.decorator.js';
import { HasCharacters } from '../http/characters.decorator.js';

/** The body of `POST /api/signup`. How long a password may be is for its rules to say. */
export class SignUpDto {
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @IsName()
  name!: string;

  @IsOptional()
  @HasCharacters(0, 1_024)
  password?: string | null;
}

/** The body of `POST /api/signup/l402`; without `name` the merchant is called as the address begins. */
export class PaidSignUpDto {
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @IsOptional()
  @IsName()
  name?: string | null;
}
