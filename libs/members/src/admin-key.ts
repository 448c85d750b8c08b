import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';

/** What the holder of the operator's key is called where a change is put down to them. */
export const ADMIN_KEY_ID = 'admin_key';

const PURPOSE = 'turnpike: what the operator’s key has opened';

/** Which operator has opened something, and by which key. */
export interface Opener {
  readonly openedBy: string | null;
  readonly openerDigest: Uint8Array<ArrayBuffer> | null;
}

/** Binds what the operator's key opens to that key: under another one, or none, it is over. */
@Injectable()
export class AdminKey {
  constructor(@Inject(ENV) private readonly env: Env) {}

  /** What to store of an operator. An operator who signs in is bound by their account instead. */
  opener(openedBy: string): Opener & { readonly openedBy: string } {
    return { openedBy, openerDigest: openedBy === ADMIN_KEY_ID ? this.digest() : null };
  }

  /** Whether what they have opened still is. */
  admits({ openedBy, openerDigest }: Opener): boolean {
    if (openedBy !== ADMIN_KEY_ID) return true;
    const digest = this.digest();
    return digest !== null && openerDigest !== null && timingSafeEqual(digest, openerDigest);
  }

  private digest(): Uint8Array<ArrayBuffer> | null {
    const { adminApiKey } = this.env;
    if (adminApiKey === null) return null;
    return new Uint8Array(createHmac('sha256', adminApiKey).update(PURPOSE).digest());
  }
}
