import { proxyBounds } from '@turnpike/proxies';
import type { ManifestPatch } from '@turnpike/proxies';
import { ArrayMaxSize, IsArray, IsBoolean, IsOptional, Matches, MaxLength } from 'class-validator';
import { sentMembers } from '../account/sent-members.js';
import { HasCharacters } from '../http/characters.decorator.js';

/** The body of `PUT /api/proxy/{proxyId}/manifest/settings`. What is absent or `null` stays; an empty text takes it away. */
export class ManifestSettingsDto {
  @IsOptional()
  @IsBoolean()
  manifestEnabled?: boolean | null;

  @IsOptional()
  @IsBoolean()
  manifestPubliclyListed?: boolean | null;

  @IsOptional()
  @HasCharacters(0, proxyBounds.descriptionCharsMax)
  serviceDescription?: string | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(proxyBounds.categoriesMax)
  @Matches(/^[\p{L}\p{N}][\p{L}\p{N} _-]*$/u, {
    each: true,
    message: 'categories must be words of letters, digits, blanks and hyphens',
  })
  @MaxLength(proxyBounds.categoryCharsMax, { each: true })
  categories?: string[] | null;

  @IsOptional()
  @HasCharacters(0, proxyBounds.emailCharsMax)
  @Matches(/^$|^[^\s@]+@[^\s@]+$/, { message: 'contactEmail must be an e-mail address' })
  contactEmail?: string | null;

  @IsOptional()
  @HasCharacters(0, proxyBounds.urlCharsMax)
  documentationUrl?: string | null;

  @IsOptional()
  @HasCharacters(0, proxyBounds.urlCharsMax)
  termsOfServiceUrl?: string | null;

  /** What is to be different. */
  toPatch(): ManifestPatch {
    const { manifestEnabled, manifestPubliclyListed, serviceDescription, categories } = this;
    const { contactEmail, documentationUrl, termsOfServiceUrl } = this;
    const told = { serviceDescription, categories, contactEmail, documentationUrl, termsOfServiceUrl };
    return sentMembers({ manifestEnabled, manifestPubliclyListed, ...told });
  }
}
