import type { Env } from '@turnpike/config';
import { fail, ok, warn } from './finding.js';
import type { Finding } from './finding.js';

const NODE_MAJOR_MIN = 20;
const NODE_MINOR_MIN = 19;

/** Whether this Node can run the program. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isOldEnough = major > NODE_MAJOR_MIN || (major === NODE_MAJOR_MIN && minor >= NODE_MINOR_MIN);
  const text = `Node ${version.replace(/^v/, '')}`;
  return isOldEnough ? ok('node', text) : fail('node', text, 'install Node 20.19 or later');
}

/** Whether others can reach us under the address that we give them. */
export function checkPublicUrl({ publicUrl, databaseUrl }: Pick<Env, 'publicUrl' | 'databaseUrl'>): Finding {
  const about = 'public address';
  if (publicUrl === null) {
    const text = 'PUBLIC_URL is not set: links and wallets’ notices lead to the address listened on';
    if (databaseUrl === null) return ok(about, 'PUBLIC_URL is not set, as is usual on one machine');
    return warn(about, text, 'set PUBLIC_URL to the https address under which others reach the API');
  }
  const { protocol, hostname } = new URL(publicUrl);
  const isOwn = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  if (protocol === 'https:' || isOwn) return ok(about, publicUrl);
  return warn(
    about,
    `${publicUrl} is plain HTTP: keys and tokens can be read on the way`,
    'put TLS before it',
  );
}
