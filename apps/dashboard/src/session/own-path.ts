/** Where every page of the dashboard stands. */
export const basePath = '/dashboard';

/**
 * The place to go on to after signing in, as a path within the dashboard. Whatever is not one of our own pages becomes the
 * first page, so that a link from elsewhere cannot send anybody away after they signed in.
 */
export function ownPath(wanted: string | null | undefined, origin: string): string {
  if (wanted == null || !wanted.startsWith('/') || /[\\\u0000-\u0020]/.test(wanted)) return '/';
  let url: URL;
  try {
    url = new URL(wanted, origin);
  } catch {
    return '/';
  }
  const inside = url.pathname.startsWith(`${basePath}/`) ? url.pathname.slice(basePath.length) : null;
  if (url.origin !== origin || inside === null) return '/';
  if (inside.startsWith('//') || /^\/(sign-in|sign-up|reset)\b/.test(inside)) return '/';
  return `${inside}${url.search}${url.hash}`;
}
