import { memberBounds } from '@turnpike/members';
import type { KnownSession, Presence } from '@turnpike/members';
import { IsEmail, IsIn, IsInt, IsObject, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { HasCharacters } from '../http/characters.decorator.js';

/** The body of `POST /api/session/link`; `purpose` is `sign_in` unless it is said. */
export class LinkDto {
  @IsEmail({ require_tld: false })
  @MaxLength(254)
  email!: string;

  @IsOptional()
  @IsIn(['sign_in', 'reset'])
  purpose?: 'sign_in' | 'reset' | null;
}

/** The body of `POST /api/session/merchant`. */
export class LookAtDto {
  @Min(1)
  @IsInt()
  merchantId!: number;
}

/** The body of `POST /api/session/password`. How long a password may be is for its rules to say. */
export class ChangePasswordDto {
  @IsOptional()
  @HasCharacters(0, 1_024)
  currentPassword?: string | null;

  @HasCharacters(0, 1_024)
  newPassword!: string;

  @IsOptional()
  @HasCharacters(1, 64)
  code?: string | null;
}

/** A body that may show that whoever is signed in still sits there, where the sign-in is some time ago. */
export class PresenceDto {
  @IsOptional()
  @HasCharacters(1, 1_024)
  password?: string | null;

  @IsOptional()
  @HasCharacters(1, 64)
  code?: string | null;

  /** With the session and when it was opened, as the use cases take it. */
  toPresence({ id: sessionId, createdAt: signedInAt }: KnownSession): Presence {
    return { sessionId, signedInAt, password: this.password ?? null, code: this.code ?? null };
  }
}

/** The body of `POST /api/session/reset`. */
export class ResetPasswordDto {
  @HasCharacters(1, 256)
  token!: string;

  @HasCharacters(0, 1_024)
  newPassword!: string;
}

/** A body with a code of an authenticator, or a recovery code. */
export class CodeDto {
  @HasCharacters(1, 64)
  code!: string;
}

/** The body of `POST /api/session/passkeys`: what the browser has made. Its members are for the protocol's library to judge. */
export class NewPasskeyDto {
  @IsObject()
  response!: RegistrationResponseJSON;

  @IsOptional()
  @IsString()
  @HasCharacters(1, memberBounds.passkeyLabelCharsMax)
  label?: string | null;
}

/** The body of `POST /api/session/passkey`: what the browser has signed. */
export class PasskeyDto {
  @IsObject()
  response!: AuthenticationResponseJSON;
}
