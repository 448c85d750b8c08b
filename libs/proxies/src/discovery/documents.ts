import { createHash } from 'node:crypto';
import type { ServedProxy } from '../served-proxy.js';
import { l402Json, l402Services } from './l402-drafts.js';
import { l402Manifest } from './l402-manifest.js';
import { openApiOf } from './openapi-document.js';
import type { DocumentScene } from './route-table.js';
import { llmsText, manifestMarkdown } from './texts.js';

/** A document as it is answered; its tag changes with its text. */
export interface ProxyDocument {
  readonly contentType: string;
  readonly text: string;
  readonly etag: string;
}

type Writer = (proxy: ServedProxy, scene: DocumentScene) => object | string;

const MARKDOWN = 'text/markdown; charset=utf-8';
const PLAIN = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json';

/** Every document, by its path below the proxy. All are made of one table of routes. */
const DOCUMENTS: ReadonlyMap<string, readonly [contentType: string, write: Writer]> = new Map([
  ['/.well-known/l402-manifest.json', [JSON_TYPE, l402Manifest]],
  ['/l402-manifest.json', [JSON_TYPE, l402Manifest]],
  ['/.well-known/l402.json', [JSON_TYPE, l402Json]],
  ['/l402.json', [JSON_TYPE, l402Manifest]],
  ['/.well-known/l402-services', [JSON_TYPE, l402Services]],
  ['/openapi.json', [JSON_TYPE, openApiOf]],
  ['/llms.txt', [PLAIN, llmsText]],
  ['/manifest.md', [MARKDOWN, manifestMarkdown]],
] as const);

/** Whether a canonical path below a proxy is one of a document, which therefore is never the upstream's. */
export function isDocumentPath(path: string): boolean {
  return DOCUMENTS.has(path);
}

/** The document at a path below a proxy; null if there is none. Never an address of the upstream, never a secret. */
export function documentOf(path: string, proxy: ServedProxy, scene: DocumentScene): ProxyDocument | null {
  const [contentType, write] = DOCUMENTS.get(path) ?? [];
  if (contentType === undefined || write === undefined) return null;
  const written = write(proxy, scene);
  const text = typeof written === 'string' ? written : `${JSON.stringify(written, null, 2)}\n`;
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
  return { contentType, text, etag };
}
