import { looksLikeToken } from '@turnpike/members';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The cookie of a session, and that of a browser which has signed up. */
export type CookieName = 'tp_session' | 'tp_signup';

const PATHS: Readonly<Record<CookieName, string>> = { tp_session: '/', tp_signup: '/api/session' };

/**
 * The secret in a cookie; null without one. A cookie that comes twice counts as none, since one of the two was set by another
 * host of the same domain.
 */
export function cookieOf(request: FastifyRequest, name: CookieName): string | null {
  const { cookie } = request.headers;
  if (cookie === undefined) return null;
  const prefix = `${name}=`;
  const values = cookie.split(';').flatMap((part) => {
    const text = part.trim();
    return text.startsWith(prefix) ? [text.slice(prefix.length)] : [];
  });
  const [value] = values;
  return values.length === 1 && value !== undefined && looksLikeToken(value) ? value : null;
}

/** Has the browser keep a secret: out of reach of scripts, for calls from our own pages, and over TLS where we have it. */
export function setCookie(
  reply: FastifyReply,
  publicUrl: string,
  name: CookieName,
  value: string,
  maxAgeSeconds: number,
): void {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  const attributes = `Max-Age=${String(maxAgeSeconds)}; Path=${PATHS[name]}; HttpOnly; SameSite=Strict${secure}`;
  reply.header('set-cookie', `${name}=${value}; ${attributes}`);
}

/** Has the browser forget one. */
export function clearCookie(reply: FastifyReply, publicUrl: string, name: CookieName): void {
  setCookie(reply, publicUrl, name, '', 0);
}
