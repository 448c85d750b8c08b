import { MEMBER_ROLES } from '@turnpike/members';
import type { Acceptance, KnownSession, MemberRole } from '@turnpike/members';
import { IsEmail, IsIn, IsOptional, MaxLength } from 'class-validator';
import { IsName } from '../admin/text.decorator.js';
import { HasCharacters } from '../http/characters.decorator.js';

/** The body of `PATCH /api/merchant/members/{userId}`. */
export class ChangeMemberDto {
  @IsIn(MEMBER_ROLES)
  role!: MemberRole;
}

/** The body of `POST /api/merchant/invitations`. */
export class InviteDto {
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @IsIn(MEMBER_ROLES)
  role!: MemberRole;
}

/** The body of `POST /api/invitations/accept`; name and password are for an account that is made by it. */
export class AcceptInvitationDto {
  @HasCharacters(1, 256)
  token!: string;

  @IsOptional()
  @IsName()
  name?: string | null;

  @IsOptional()
  @HasCharacters(0, 1_024)
  password?: string | null;

  /** As the use case takes it, from a browser that is signed in so. */
  toAcceptance(session: KnownSession | null): Acceptance {
    const { token, name, password } = this;
    return { token, name: name ?? null, password: password ?? null, session };
  }
}
