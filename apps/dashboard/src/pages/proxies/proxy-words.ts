import type { ManifestSettings, PriceCheck, UpstreamProbe } from '../../api/shapes/proxies.js';
import type { Tone } from '../../ui/status-badge.js';

/** A finding in words: what it is, and what to do. */
export interface Finding {
  readonly tone: Tone;
  readonly title: string;
  readonly advice: string;
}

const failures: Readonly<Record<string, readonly [title: string, advice: string]>> = {
  refused: [
    'The address may not be called from here',
    'It leads into a private network or to a refused port. Use a public name on port 80 or 443, or ask the operator of this instance to list it in ADDRESS_ALLOW.',
  ],
  certificate: [
    'The certificate is not trusted',
    'It has run out, is for another name, or was signed by nobody known. Renew it, then look again.',
  ],
  unreachable: ['No connection', 'Check the name, the port and your firewall; then look again.'],
  lost: ['The connection broke', 'It was accepted and ended without an answer. Look into your server’s log.'],
  'too-large': ['The answer’s head is too large', 'Your server sends more headers than are taken.'],
  timeout: ['No answer within ten seconds', 'Check that the server runs and is not behind a login page.'],
};

/** What a look at an upstream has found. */
export function probeWords({ status, failure, code }: UpstreamProbe): Finding {
  if (status === null) {
    const [title, advice] = failures[failure ?? ''] ?? ['No answer', 'Look again.'];
    if (code === 'ENOTFOUND')
      return {
        tone: 'bad',
        title: 'Nobody has this name',
        advice: 'Check the spelling; DNS knows no address.',
      };
    return { tone: 'bad', title, advice };
  }
  const title = `It answers: ${String(status)}`;
  if (status >= 500)
    return { tone: 'warn', title, advice: 'The server is there but fails. Payers would get this answer.' };
  if (status >= 300 && status < 400)
    return {
      tone: 'warn',
      title,
      advice: 'It points elsewhere, and payers would get that. Give the final address.',
    };
  if (status === 401 || status === 403)
    return {
      tone: 'good',
      title,
      advice: 'It wants to know who asks. Set the header that opens it, under Upstream.',
    };
  if (status >= 400)
    return { tone: 'good', title, advice: 'Nothing stands at this very address, which is fine for a base.' };
  return { tone: 'good', title, advice: 'The upstream can be reached.' };
}

/** What a request would cost, or why it is not sold. */
export function priceWords({ outcome, priceSats, endpointId, detail }: PriceCheck): Finding {
  switch (outcome) {
    case 'priced':
      return {
        tone: 'good',
        title: `${String(priceSats)} ${priceSats === 1 ? 'sat' : 'sats'}`,
        advice: endpointId === null ? 'The default price: no row fits.' : `By the row “${endpointId}”.`,
      };
    case 'refused':
      return { tone: 'bad', title: 'Refused', advice: detail ?? 'The path has no single meaning.' };
    case 'blocked':
      return { tone: 'warn', title: 'Not found', advice: 'Blocked, or not among the allowed paths.' };
    case 'method':
      return { tone: 'warn', title: 'Not allowed', advice: 'This method is not taken; see Upstream.' };
    case 'document':
      return { tone: 'calm', title: 'Free', advice: 'A document of the gateway’s own, never passed on.' };
  }
}

/** Whether the upstream of a listed proxy answers. */
export function healthWords({ health }: ManifestSettings): { readonly word: string; readonly tone: Tone } {
  if (health === 'ok') return { word: 'Answers', tone: 'good' };
  if (health === 'down') return { word: 'Does not answer', tone: 'bad' };
  return { word: 'Not looked at yet', tone: 'calm' };
}

const skips: Readonly<Record<string, string>> = {
  path: 'Its path has no single meaning: only whole segments may vary.',
  name_twice: 'Its name came before.',
  price: 'Its price is above the highest.',
  too_many: 'There is no room for more prices.',
};

/** Why an operation is not imported. */
export function skipWords(why: string | null): string {
  return skips[why ?? ''] ?? 'It cannot be priced.';
}
