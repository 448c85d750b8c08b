import { bech32 } from '@scure/base';

const URL_CHARS_MAX = 2_048;
/** A name as LUD-16 has it, with a tag perhaps. */
const NAME = /^[a-z0-9._+-]{1,64}$/;

/** An address to be paid by LNURL, in the one way it is kept, and where it is asked about. */
export interface LnurlAddress {
  /** `name@domain` in lower case, or a URL. */
  readonly canonical: string;
  readonly url: URL;
}

/**
 * Reads `name@domain` (LUD-16), `lnurl1…` (LUD-01), `lnurlp://…` (LUD-17) or the URL itself, each with or without
 * `lightning:` before it; null for anything else. What it returned as canonical it reads again. Whether the URL may be
 * called is not judged here.
 */
export function readLnurlAddress(text: string): LnurlAddress | null {
  const bare = text.replace(/^lightning:/i, '');
  if (/^lnurl1/i.test(bare)) return readUrl(decodeLnurl(bare));
  if (/^lnurlp:\/\//i.test(bare)) return readUrl(bare.replace(/^lnurlp:/i, 'https:'));
  if (/^https?:\/\//i.test(bare)) return readUrl(bare);
  return readLightningAddress(bare.toLowerCase());
}

function readLightningAddress(text: string): LnurlAddress | null {
  const [name = '', domain = '', ...rest] = text.split('@');
  if (rest.length > 0 || !NAME.test(name)) return null;
  const url = urlOf(`https://${domain}/.well-known/lnurlp/${name}`);
  // What is no host and perhaps a port would have moved something else into the URL.
  if (url === null || url.host !== domain) return null;
  return { canonical: `${name}@${domain}`, url };
}

function readUrl(text: string | null): LnurlAddress | null {
  const url = text === null ? null : urlOf(text);
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return null;
  return /^https?:$/.test(url.protocol) ? { canonical: url.href, url } : null;
}

function decodeLnurl(text: string): string | null {
  try {
    const { prefix, words } = bech32.decode(text as `${string}1${string}`, URL_CHARS_MAX * 2);
    return prefix === 'lnurl' ? Buffer.from(bech32.fromWords(words)).toString('utf8') : null;
  } catch {
    return null;
  }
}

/** A URL of bounded length; null for anything else. */
export function urlOf(text: string): URL | null {
  return text.length <= URL_CHARS_MAX && /^https?:/i.test(text) && URL.canParse(text) ? new URL(text) : null;
}
