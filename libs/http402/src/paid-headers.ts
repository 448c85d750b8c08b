import { CREDENTIAL_CARRIERS } from './parse-credential.js';

const inTitleCase = (name: string): string => name.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());

/**
 * Headers of an answer that was paid for, to be set whatever the answer had: no cache that others share keeps it, and none
 * gives it to a request that carries another credential, in any of the headers that may carry one, or none.
 */
export const PAID_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ['Cache-Control', 'private'],
  ['Vary', CREDENTIAL_CARRIERS.map(inTitleCase).join(', ')],
];
