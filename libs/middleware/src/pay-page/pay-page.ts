import type { MintedChallenge } from '@turnpike/http402';

import type { HeaderList } from '../answers.js';
import type { RequestFacts } from '../request-facts.js';
import { invoiceQr } from './invoice-qr.js';
import { PAGE_SCRIPT, PAGE_SCRIPT_SHA256 } from './page-script.js';
import { PAGE_STYLE, PAGE_STYLE_SHA256 } from './page-style.js';
import { prefersPage } from './prefers-page.js';

/** Invoices on regtest, as those of the sandbox are, begin so. */
const TEST_PREFIX = 'lnbcrt';

const PREIMAGE_NOTE =
  '<p><small>Some wallets show no preimage, nor do payments between two accounts of one custodian. Without it nothing can be opened.</small></p>';

/** What a seller may say about the page that browsers get. */
export interface PayPageOptions {
  /** Its heading; "Payment required" by default. */
  readonly title?: string | undefined;
  /** An address that answers `{"status": "paid"}` as JSON once this challenge is paid; asked every two seconds. */
  readonly statusUrl?: ((paymentHash: string) => string) | undefined;
}

/** A page, and the headers that go with it. */
export interface PayPage {
  readonly headers: HeaderList;
  readonly body: string;
}

/** Whether a person looks at the answer: a browser that opens an address, not a program, nor a script of a page. */
export function wantsPage(facts: Pick<RequestFacts<unknown>, 'method' | 'header'>): boolean {
  if (facts.method !== 'GET' && facts.method !== 'HEAD') return false;
  const mode = facts.header('sec-fetch-mode');
  return (mode ?? 'navigate') === 'navigate' && prefersPage(facts.header('accept') ?? '');
}

/**
 * The page on which a person pays a challenge: self-contained, with nothing of a seller's or payer's text run or loaded.
 * `told` is why the credential that came was refused.
 */
export function payPage(
  challenge: MintedChallenge,
  told: string | null,
  options: PayPageOptions = {},
): PayPage {
  const { invoice, macaroon, amountSats, resource, expiresAt, paymentHash } = challenge;
  const title = options.title ?? 'Payment required';
  const status = options.statusUrl?.(paymentHash);
  const isTest = invoice.toLowerCase().startsWith(TEST_PREFIX);
  const data = { macaroon, invoice, expires: expiresAt, ...(status === undefined ? {} : { status }) };
  const attributes = Object.entries(data).map(([name, value]) => ` data-${name}="${escaped(value)}"`);
  const price = `${String(amountSats)} ${amountSats === 1 ? 'sat' : 'sats'}`;
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${PAGE_STYLE}</style></head>
<body${attributes.join('')}>
<h1>${escaped(title)}</h1>
<main id="pay">
<p class="price">${price}</p><p class="what">${escaped(resource)}</p>
${isTest ? sandboxNote(invoice) : ''}
${invoiceQr(invoice)}
<p><button id="pay-here" hidden>Pay with this browser’s wallet</button>
${isTest ? '' : `<a class="button" href="lightning:${escaped(invoice)}">Open a wallet</a>`}
<button data-copy="${escaped(invoice)}">Copy the invoice</button></p>
<form id="prove"><label for="preimage">Then paste the preimage, which ${isTest ? 'the sandbox answers' : 'your wallet shows with the payment'}</label>
<input id="preimage" autocomplete="off" spellcheck="false" maxlength="80" placeholder="64 digits, 0-9 and a-f">
<button>Unlock</button></form>
${isTest ? '' : PREIMAGE_NOTE}
</main>
<p id="say" role="status">${told === null ? '' : `${escaped(told)}. Here is a new invoice.`}</p>
<noscript><p>This page needs JavaScript, or any L402 client.</p></noscript>
<script>${PAGE_SCRIPT}</script></body></html>`;
  return { headers: [['Content-Security-Policy', policy(status)]], body };
}

/** Says that no wallet pays the invoice, and what does. */
function sandboxNote(invoice: string): string {
  const command = `curl -sS $TURNPIKE_URL/api/sandbox/pay -H "X-API-Key: $TURNPIKE_KEY" -H 'Content-Type: application/json' -d '{"invoice":"${invoice}"}'`;
  return `<p class="test"><strong>Test mode.</strong> No real wallet can pay this invoice, only the sandbox of the broker can: send it to
<code>POST /api/sandbox/pay</code> with the test key of who sells this.<br><button data-copy="${escaped(command)}">Copy the command</button><br>
<small>Run it with <code>TURNPIKE_URL</code> and <code>TURNPIKE_KEY</code> set.</small></p>`;
}

/** Only what the page itself brings runs; it may ask its own address and that of the status, and show what was bought. */
function policy(status: string | undefined): string {
  const asked = status === undefined ? "'self'" : `'self' ${originOf(status)}`.trim();
  return [
    "default-src 'none'",
    `script-src 'sha256-${PAGE_SCRIPT_SHA256}'`,
    `style-src 'sha256-${PAGE_STYLE_SHA256}'`,
    `connect-src ${asked}`,
    'img-src blob:',
    'frame-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The origin of an absolute address; empty for one on this server, and for what is none. */
function originOf(address: string): string {
  return /^https?:\/\/[^/?#\s;,'"]+/i.exec(address)?.[0] ?? '';
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');
}
