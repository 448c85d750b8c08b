import type { FastifyReply } from 'fastify';

/**
 * Scripts come from this server only and none stands in a page. Mantine writes styles into elements, so those are admitted.
 * No other site can frame a page, and no form or request leaves for one.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** What pages may ask of a browser: the clipboard, to write into, and passkeys. */
const permissions = [
  'camera=()',
  'display-capture=()',
  'geolocation=()',
  'microphone=()',
  'payment=()',
  'usb=()',
  'clipboard-write=(self)',
  'publickey-credentials-create=(self)',
  'publickey-credentials-get=(self)',
].join(', ');

const hstsSeconds = 31_536_000;

/** Sets the headers that keep a page of the dashboard to itself. HSTS only where the instance is reached over https. */
export function guardPage(reply: FastifyReply, isHttps: boolean): FastifyReply {
  reply
    .header('content-security-policy', policy)
    .header('x-frame-options', 'DENY')
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .header('permissions-policy', permissions)
    .header('cross-origin-opener-policy', 'same-origin')
    .header('cross-origin-resource-policy', 'same-origin');
  return isHttps ? reply.header('strict-transport-security', `max-age=${hstsSeconds}`) : reply;
}
