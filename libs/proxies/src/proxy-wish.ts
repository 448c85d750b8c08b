import { canonicalPath } from '@turnpike/http402';
import { ValidationFailed } from '@turnpike/problems';
import type { ProxyPatch } from './proxy.js';

/** Headers that belong to the connection or to us, so that nobody sets them on what passes through. */
const REFUSED_HEADERS =
  /^(?:host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|keep-alive|via|forwarded|proxy-.*|x-l402-.*|x-forwarded-.*|sec-websocket-.*)$/i;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Visible ASCII with blanks inside: what every server reads alike. */
const HEADER_VALUE = /^[!-~](?:[ -~\t]*[!-~])?$/;
const METHOD = /^[A-Z](?:[A-Z-]{0,30}[A-Z])?$/;
const NEVER = ['TRACE', 'CONNECT'];
const HOST = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** What of a proxy cannot be so, by member; empty if all can. Names the members, never what they hold. */
export function proxyFaults(patch: ProxyPatch): Record<string, string[]> {
  const {
    authHeader,
    authValue,
    allowedMethods = [],
    hosts = [],
    allowedPaths = [],
    blockedPaths = [],
  } = patch;
  const faults: Record<string, string[]> = {};
  if (authHeader !== undefined && authHeader !== '') {
    if (!HEADER_NAME.test(authHeader) || REFUSED_HEADERS.test(authHeader))
      faults['authHeader'] = ['authHeader must be the name of a header that may be set'];
  }
  if (authValue !== undefined && authValue !== '' && !HEADER_VALUE.test(authValue))
    faults['authValue'] = ['authValue must be printable ASCII'];
  if (!allowedMethods.every((method) => METHOD.test(method) && !NEVER.includes(method)))
    faults['allowedMethods'] = [
      'allowedMethods must be HTTP methods in upper case, TRACE and CONNECT excepted',
    ];
  for (const [member, globs] of Object.entries({ allowedPaths, blockedPaths })) {
    if (!globs.every((glob) => /^[/*][!-~]*$/.test(glob) && isCanonical(glob)))
      faults[member] = [
        `${member} must be paths of printable ASCII that begin with / or *, without a slash at the end and with no more escapes than they need`,
      ];
  }
  if (!hosts.every((host) => HOST.test(host)))
    faults['hosts'] = ['hosts must be host names in lower case, without port'];
  return faults;
}

/** Throws `ValidationFailed` for what cannot be so. */
export function requireProxy(patch: ProxyPatch): void {
  const faults = proxyFaults(patch);
  if (Object.keys(faults).length > 0) throw new ValidationFailed(faults);
}

/** Whether a path can fit a glob at all: they are compared in the one form that paths are brought into. */
function isCanonical(glob: string): boolean {
  const path = `${glob.startsWith('/') ? '' : '/'}${glob.replaceAll('*', 'x')}`;
  const canonical = canonicalPath(path);
  return canonical.ok && canonical.path === path;
}
