import { randomInt } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { CREDENTIAL_CARRIERS } from '@turnpike/http402';

/** One thing for sale. */
export interface Ware {
  readonly path: string;
  readonly priceSats: number;
  /** What a paid request is answered; it gets the request's headers. */
  serve(headers: IncomingHttpHeaders): object;
}

const JOKES = [
  'I would tell you a joke about UDP, but you might not get it.',
  'There are two hard things in computing: cache invalidation, naming things, and off-by-one errors.',
  'A payment walks into a bar. The bartender says: 402.',
];
const FORTUNES = [
  'A channel that you have long forgotten will soon be of use.',
  'You will be asked for little, and get what you asked for.',
  'What you pay for today, you need not pay for again until it expires.',
];
const QUOTES = [
  { text: 'Simplicity is prerequisite for reliability.', author: 'Edsger W. Dijkstra' },
  { text: 'Premature optimization is the root of all evil.', author: 'Donald Knuth' },
  {
    text: 'The most effective debugging tool is still careful thought, coupled with judiciously placed print statements.',
    author: 'Brian Kernighan',
  },
];

/** What the demonstration sells. */
export const WARES: readonly Ware[] = [
  { path: '/joke', priceSats: 50, serve: () => ({ joke: oneOf(JOKES) }) },
  { path: '/fortune', priceSats: 50, serve: () => ({ fortune: oneOf(FORTUNES) }) },
  { path: '/quote', priceSats: 10, serve: () => ({ quote: oneOf(QUOTES) }) },
  { path: '/headers', priceSats: 1, serve: (headers) => ({ headers: withoutCredential(headers) }) },
];

function oneOf<Item>(items: readonly Item[]): Item | undefined {
  return items[randomInt(items.length)];
}

/** What opens a resource is not repeated where it may be kept. */
function withoutCredential(headers: IncomingHttpHeaders): object {
  const carriers: readonly string[] = CREDENTIAL_CARRIERS;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !carriers.includes(name)));
}
