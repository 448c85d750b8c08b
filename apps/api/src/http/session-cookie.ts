import { Inject, Injectable } from '@nestjs/common';
import { looksLikeToken } from '@turnpike/members';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PublicUrl } from './public-url.js';

/** The cookie of a session, and that of a browser which has signed up. */
export type CookieName = 'tp_session' | 'tp_signup';

/**
 * The secrets that browsers keep for us. Over TLS their names begin with `__Host-`, and browsers take such from this very
 * host alone, so that no other host of the domain can put one of its own in our place. Without TLS they end with the port,
 * since browsers know hosts only: signing in to one instance on a machine would sign out of the other.
 */
@Injectable()
export class SessionCookie {
  constructor(@Inject(PublicUrl) private readonly publicUrl: Pick<PublicUrl, 'value'>) {}

  /**
   * The secret in a cookie; null without one. A cookie that comes twice counts as none, since one of the two was set by another
   * host of the same domain.
   */
  of(request: FastifyRequest, name: CookieName): string | null {
    const { cookie } = request.headers;
    if (cookie === undefined) return null;
    const prefix = `${this.named(name)}=`;
    const values = cookie.split(';').flatMap((part) => {
      const text = part.trim();
      return text.startsWith(prefix) ? [text.slice(prefix.length)] : [];
    });
    const [value] = values;
    return values.length === 1 && value !== undefined && looksLikeToken(value) ? value : null;
  }

  /** Has the browser keep a secret: out of reach of scripts, for calls from our own pages, and over TLS where we have it. */
  set(reply: FastifyReply, name: CookieName, value: string, maxAgeSeconds: number): void {
    const secure = this.isSecure() ? '; Secure' : '';
    const attributes = `Max-Age=${String(maxAgeSeconds)}; Path=/; HttpOnly; SameSite=Strict${secure}`;
    reply.header('set-cookie', `${this.named(name)}=${value}; ${attributes}`);
  }

  /** Has the browser forget one. */
  clear(reply: FastifyReply, name: CookieName): void {
    this.set(reply, name, '', 0);
  }

  private named(name: CookieName): string {
    if (this.isSecure()) return `__Host-${name}`;
    const { port } = new URL(this.publicUrl.value);
    return port === '' ? name : `${name}_${port}`;
  }

  private isSecure(): boolean {
    return this.publicUrl.value.startsWith('https:');
  }
}
