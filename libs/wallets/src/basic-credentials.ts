/** The header of HTTP Basic authentication (RFC 7617) for a password without a user. */
export function basicPassword(password: string): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`:${password}`, 'utf8').toString('base64')}` };
}
