import type { HeaderList } from './answers.js';

const LISTS: ReadonlySet<string> = new Set(['vary', 'access-control-expose-headers']);

/**
 * Our headers as they are to be set beside what an answer has already: lists are joined, an origin that the application
 * allowed stays, and so does its `no-store`, which is stricter than anything we say.
 */
export function mergedHeaders(ours: HeaderList, there: (name: string) => string | undefined): HeaderList {
  return ours.flatMap(([name, value]): [string, string][] => {
    const key = name.toLowerCase();
    const present = there(key);
    if (present === undefined || present === '') return [[name, value]];
    if (LISTS.has(key)) return [[name, joined(present, value)]];
    if (key === 'access-control-allow-origin') return [];
    if (key === 'cache-control' && /\bno-store\b/i.test(present)) return [];
    return [[name, value]];
  });
}

function joined(present: string, added: string): string {
  const words = (text: string): string[] => text.split(',').map((word) => word.trim());
  const kept = words(present).filter((word) => word !== '');
  const known = new Set(kept.map((word) => word.toLowerCase()));
  return known.has('*')
    ? '*'
    : [...kept, ...words(added).filter((word) => !known.has(word.toLowerCase()))].join(', ');
}
