import { catalogue, findProblemKind } from '@turnpike/problems';
import { document } from '../support/openapi-schemas.js';
import { filesBelow, textOf } from './project-files.js';

const pascal = (slug: string): string =>
  slug
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** The classes of the lib, with the slug that each one gives itself. */
const classes = filesBelow(['libs/problems/src'], ['-problems.ts']).flatMap((file) =>
  [
    ...textOf(file).matchAll(/export class (\w+) extends \w*Problem \{[\s\S]*?super\(\s*\w+Kinds\.(\w+),/g),
  ].map((match) => ({ name: match[1] ?? '', slug: match[2] ?? '' })),
);

describe('problems', () => {
  it('have one class for each kind of the catalogue, named after its slug, and no other', () => {
    expect(classes.map(({ slug }) => slug).sort()).toEqual(catalogue.map(({ slug }) => slug).sort());
    expect(classes.filter(({ name, slug }) => name !== pascal(slug))).toEqual([]);
  });

  it('pass the front door, every one', () => {
    const door = textOf('libs/problems/src/index.ts');
    expect(classes.filter(({ name }) => !new RegExp(`\\b${name}\\b`).test(door))).toEqual([]);
  });

  it('have slugs that an address can end in, each once', () => {
    const slugs = catalogue.map(({ slug }) => slug);
    expect(slugs.filter((slug) => !/^[a-z0-9]+(_[a-z0-9]+)*$/.test(slug))).toEqual([]);
    expect(new Set(slugs).size).toBe(slugs.length);
  });

  it('are known to the OpenAPI document by the slugs and statuses of the catalogue', () => {
    const documented = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.values(item).flatMap((operation) =>
        Object.entries(operation.responses).flatMap(([status, response]) =>
          Object.keys(response.content?.['application/problem+json']?.examples ?? {}).map((slug) => ({
            path,
            slug,
            status: Number(status),
          })),
        ),
      ),
    );
    const sold = ['/l402/test/ping', '/api/signup/l402'];
    const strange = documented.filter(
      ({ path, slug, status }) =>
        slug !== 'unpaid' && !sold.includes(path) && findProblemKind(slug)?.status !== status,
    );
    expect(strange).toEqual([]);
  });

  it('say what to do: a text of its own for every kind, with no detail of how it is built', () => {
    const texts = catalogue.map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
    expect(
      catalogue.filter(({ text }) => text.length < 30 || /\b(?:null|undefined|SQL|Prisma)\b/.test(text)),
    ).toEqual([]);
  });
});
