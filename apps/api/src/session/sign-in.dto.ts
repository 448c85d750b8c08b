import { ValidationFailed } from '@turnpike/problems';
import { IsBoolean, IsEmail, IsOptional, MaxLength } from 'class-validator';
import { HasCharacters } from '../http/characters.decorator.js';

/** One of the ways in which somebody signs in. */
export type SignInWay =
  | { readonly by: 'key'; readonly apiKey: string }
  | {
      readonly by: 'link';
      readonly token: string;
      readonly code: string | null;
      readonly apiKey: string | null;
      readonly startAfresh: boolean;
    }
  | {
      readonly by: 'password';
      readonly email: string;
      readonly password: string;
      readonly code: string | null;
    };

/**
 * The body of `POST /api/session`: an API key, the token of a one-time link, or address and password. With a link, `apiKey` and
 * `startAfresh` say what is to become of a merchant that a payment made for the address.
 */
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

  @IsOptional()
  @IsBoolean()
  startAfresh?: boolean | null;

  /** The way that was meant; ValidationFailed for none, and for more than one. */
  toWay(): SignInWay {
    const { token, email, password } = this;
    const [code, apiKey] = [this.code ?? null, this.apiKey?.trim() ?? null];
    const ways: SignInWay[] = [];
    if (token != null) {
      ways.push({ by: 'link', token, code, apiKey, startAfresh: this.startAfresh ?? false });
    } else if (apiKey !== null) ways.push({ by: 'key', apiKey });
    if (email != null && password != null) ways.push({ by: 'password', email, password, code });
    const [way] = ways;
    if (way !== undefined && ways.length === 1) return way;
    throw new ValidationFailed({ body: ['send apiKey, or token, or email and password'] });
  }
}
