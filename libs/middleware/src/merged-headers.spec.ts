import { mergedHeaders } from './merged-headers.js';

const merged = (name: string, ours: string, there?: string) => mergedHeaders([[name, ours]], () => there);

describe('mergedHeaders', () => {
  it.each([
    ['Vary', 'Authorization, Macaroon', 'Accept, authorization', 'Accept, authorization, Macaroon'],
    ['Vary', 'Authorization', '*', '*'],
    ['Access-Control-Expose-Headers', 'Retry-After', 'X-Own', 'X-Own, Retry-After'],
    ['Cache-Control', 'private', 'public, max-age=5', 'private'],
    ['Vary', 'Authorization', undefined, 'Authorization'],
  ])('makes %s of ours, %p, and theirs, %p, into %p', (name, ours, there, expected) => {
    expect(merged(name, ours, there)).toEqual([[name, expected]]);
  });

  it('leaves an origin that the application allows, and its no-store', () => {
    expect(merged('Access-Control-Allow-Origin', '*', 'https://a.example')).toEqual([]);
    expect(merged('Cache-Control', 'private', 'No-Store')).toEqual([]);
  });
});
