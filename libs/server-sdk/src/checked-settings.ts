import type { FetchFunction, L402ServerOptions } from './options.js';
import { SDK_BOUNDS } from './sdk-bounds.js';

/** The options of a client once they are checked. */
export interface SdkSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
  readonly send: FetchFunction;
}

const PLACEHOLDER = /^\$\{[^}]+\}$/;

/**
 * The settings that a client works with. Throws a `TypeError` for a key or an address that cannot be meant, so that a wrong
 * configuration shows at start and not with the first payer.
 */
export function checkedSettings(options: L402ServerOptions): SdkSettings {
  const timeoutMs = options.timeoutMs ?? SDK_BOUNDS.timeoutMillisDefault;
  if (!(timeoutMs > 0)) throw new TypeError('L402Server: `timeoutMs` must be more than 0');
  return {
    baseUrl: checkedAddress(options.baseUrl),
    apiKey: checkedKey(options.apiKey),
    timeoutMs,
    // Called as a function of nobody: some runtimes refuse their own `fetch` as a method of another object.
    send: options.fetch ?? ((url, init) => fetch(url, init)),
  };
}

function checkedKey(apiKey: string | undefined): string {
  const key = apiKey?.trim() ?? '';
  if (key === '') throw new TypeError('L402Server: `apiKey` is missing');
  if (PLACEHOLDER.test(key)) {
    throw new TypeError('L402Server: `apiKey` is an unresolved environment-variable placeholder');
  }
  // What a header cannot hold would fail with each call, in a text that repeats the key.
  if (!/^[!-~]+$/.test(key)) throw new TypeError('L402Server: `apiKey` holds a character that no key has');
  return key;
}

function checkedAddress(baseUrl: string | undefined): string {
  const address = (baseUrl ?? '').trim().replace(/\/+$/, '');
  if (address === '') throw new TypeError('L402Server: `baseUrl` is missing: the address of your broker');
  if (!/^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/i.test(address)) {
    throw new TypeError(
      'L402Server: `baseUrl` must be an http or https address without user, query or fragment',
    );
  }
  return address;
}
