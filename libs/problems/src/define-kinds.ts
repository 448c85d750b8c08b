import type { ProblemKind } from './problem.js';

/**
 * Makes a family of problem kinds from a table whose member names are the slugs, so that a slug is written once.
 * The result is frozen.
 */
export function defineKinds<Slug extends string>(
  family: Readonly<Record<Slug, Omit<ProblemKind, 'slug'>>>,
): Readonly<Record<Slug, ProblemKind>> {
  const kinds = {} as Record<Slug, ProblemKind>;
  for (const slug of Object.keys(family) as Slug[]) {
    kinds[slug] = Object.freeze({ slug, ...family[slug] });
  }
  return Object.freeze(kinds);
}
