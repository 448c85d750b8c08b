import { Inject, Injectable } from '@nestjs/common';
import { ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import type { FastifyRequest } from 'fastify';
import { PublicUrl } from './public-url.js';

/**
 * Tells calls from our own pages from those of other sites, by what only the browser writes. Where no public address is
 * configured, a page is ours whose host is the one that was called.
 */
@Injectable()
export class OwnOrigin {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** Whether a call that a cookie lets in comes from a page of ours, and says so. */
  isProven({ headers }: FastifyRequest): boolean {
    if (headers.origin !== undefined) return this.isOurs(headers.origin, headers.host);
    return headers['sec-fetch-site'] === 'same-origin';
  }

  /** Whether nothing says that a call comes from a page of another site; programs say nothing. */
  isPossible({ headers }: FastifyRequest): boolean {
    if (headers.origin !== undefined) return this.isOurs(headers.origin, headers.host);
    const site = headers['sec-fetch-site'];
    return site === undefined || site === 'same-origin' || site === 'none';
  }

  private isOurs(origin: string, host: string | undefined): boolean {
    if (origin === new URL(this.publicUrl.value).origin) return true;
    if (this.env.publicUrl !== null || host === undefined) return false;
    return origin === `http://${host}` || origin === `https://${host}`;
  }
}
