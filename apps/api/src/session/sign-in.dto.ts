import { ValidationFailed } from '@turnpike/problems';
import { IsEmail, IsOptional, MaxLength } from 'class-validator';
import { HasCharacters } from '../http/characters.decorator.js';

/** One of the ways in which somebody signs in. */
export type SignInWay =
  | { readonly by: 'key'; readonly apiKey: string }
  | { readonly by: 'link'; readonly token: string; readonly code: string | null }
  | {
      readonly by: 'password';
      readonly email: string;
      readonly password: string;
      readonly code: string | null;
    };

/** The body of `POST /api/session`: an API key, the token of a one-time link, or address and password. */
export class SignInDto {
  @IsOptional()
  @HasCharacters(1, 256)
  apiKey?: string | null;

  @IsOptional()
  @HasCharacters(1, 256)
  token?: string | null;

  @IsOptional()
  @IsEmail({ require_tld: false })
  @MaxLength(254)
  email?: string | null;

  @IsOptional()
  @HasCharacters(1, 1_024)
  password?: string | null;

  @IsOptional()
  @HasCharacters(1, 64)
  code?: string | null;

  /** The way that was meant; ValidationFailed for none, and for more than one. */
  toWay(): SignInWay {
    const { apiKey, token, email, password } = this;
    const code = this.code ?? null;
    const ways: SignInWay[] = [];
    if (apiKey != null) ways.push({ by: 'key', apiKey: apiKey.trim() });
    if (token != null) ways.push({ by: 'link', token, code });
    if (email != null && password != null) ways.push({ by: 'password', email, password, code });
    const [way] = ways;
    if (way !== undefined && ways.length === 1) return way;
    throw new ValidationFailed({ body: ['send apiKey, or token, or email and password'] });
  }
}
