import { exists, filesBelow, isShipped, projectFiles } from './project-files.js';
import { importsOf } from './source-imports.js';

/** The libs stand in one line. A lib imports only libs to its left. */
const line = [
  'http402',
  'l402',
  'problems',
  'config',
  'observability',
  'secrets',
  'database',
  'embedded-postgres',
  'redis',
  'outbound',
  'queues',
  'events',
  'audit',
  'mail',
  'merchants',
  'members',
  'statistics',
  'wallets',
  'challenges',
  'settlements',
  'webhooks',
  'proxies',
  'server-sdk',
  'middleware',
];

/** The apps that may import others: the one is their sum, the other does by hand what the worker does by itself. */
const aboveApps = ['apps/standalone', 'apps/operator'];

const sources = filesBelow(['apps', 'libs'], ['.ts', '.tsx', '.mjs']);
const allSources = filesBelow(['apps', 'libs', 'test', 'prisma'], ['.ts', '.tsx', '.mjs']);
const home = (file: string): string => file.split('/').slice(0, 2).join('/');

/** All imports of the given files that `refused` has a sentence about. */
function breaches(
  files: readonly string[],
  refused: (file: string, specifier: string, target: string | null) => string | null,
): string[] {
  return files.flatMap((file) =>
    importsOf(file).flatMap((one) => {
      const why = refused(file, one.specifier, one.file);
      return why === null ? [] : [`${file} imports ${one.specifier}: ${why}`];
    }),
  );
}

describe('the line of libs', () => {
  it('names every lib that exists and no other', () => {
    const folders = new Set(filesBelow(['libs'], ['']).map((file) => file.split('/')[1]));
    expect([...folders].sort()).toEqual([...line].sort());
  });

  it('gives every lib a front door', () => {
    expect(line.filter((lib) => !exists(`libs/${lib}/src/index.ts`))).toEqual([]);
  });

  it('lets a lib import only libs to its left', () => {
    const found = breaches(filesBelow(['libs'], ['.ts']).filter(isShipped), (file, specifier) => {
      const target = /^@turnpike\/([^/]+)/.exec(specifier)?.[1];
      if (target === undefined) return null;
      const from = line.indexOf(file.split('/')[1] ?? '');
      const to = line.indexOf(target);
      if (to === -1) return `there is no lib ${target}`;
      return to < from ? null : `${target} does not stand to the left of ${line[from] ?? file}`;
    });
    expect(found).toEqual([]);
  });

  it('is entered by front doors only: @turnpike/<lib>, never a path behind it', () => {
    // The paywall has a door for each framework, so that nobody loads another one.
    const skin = /^@turnpike\/middleware\/(?:express|fastify|nest|hono|fetch)$/;
    const found = breaches(allSources, (file, specifier, target) => {
      if (skin.test(specifier)) return null;
      if (/^@turnpike\/[^/]+\/./.test(specifier)) return 'import the front door, @turnpike/<lib>';
      if (target?.startsWith('libs/') && home(target) !== home(file)) {
        return file.startsWith('prisma/') || file.endsWith('.mjs') ? null : 'import the front door instead';
      }
      return null;
    });
    expect(found).toEqual([]);
  });

  it('is never entered from inside by its own front door', () => {
    const found = breaches(sources, (file, specifier) =>
      specifier === `@turnpike/${file.split('/')[1] ?? ''}` && file.startsWith('libs/')
        ? 'inside a lib, import the file'
        : null,
    );
    expect(found).toEqual([]);
  });
});

describe('the packages that are published', () => {
  const published = ['server-sdk', 'middleware'];
  const may: Readonly<Record<string, readonly string[]>> = {
    'libs/server-sdk/': ['@turnpike/http402'],
    'libs/middleware/': ['@turnpike/http402', '@turnpike/server-sdk'],
    'libs/middleware/src/pay-page/': ['qrcode'],
    'libs/middleware/src/skins/nest.ts': ['@nestjs/common'],
  };

  it('run anywhere: they import what goes into their tarball, and a framework only in its skin', () => {
    const files = filesBelow(
      published.map((lib) => `libs/${lib}/src`),
      ['.ts'],
    ).filter(isShipped);
    const found = files.flatMap((file) =>
      importsOf(file)
        .filter(({ specifier, typeOnly }) => !specifier.startsWith('.') && !(typeOnly && isSkin(file)))
        .filter(({ specifier }) => {
          const allowed = Object.entries(may).filter(([place]) => file.startsWith(place));
          return !allowed.some(([, names]) => names.includes(specifier));
        })
        .map(({ specifier }) => `${file} imports ${specifier}`),
    );
    expect(found).toEqual([]);
  });

  it('are imported by nothing that runs in an instance but the gateway', () => {
    // The one is made of the other; `mcp` runs with a producer and `demo` is a merchant's server, not in an instance. The
    // gateway shows people the page that the middleware has for them.
    const homes = /^(?:libs\/middleware|apps\/mcp|apps\/demo|apps\/gateway)\//;
    const found = breaches(filesBelow(['apps', 'libs'], ['.ts', '.tsx']), (file, specifier) =>
      published.some(
        (lib) => specifier === `@turnpike/${lib}` || specifier.startsWith(`@turnpike/${lib}/`),
      ) && !homes.test(file)
        ? 'a merchant’s server uses it'
        : null,
    );
    expect(found).toEqual([]);
  });

  const isSkin = (file: string): boolean => file.startsWith('libs/middleware/src/skins/');
});

describe('apps', () => {
  it(`never import another app, except ${aboveApps.join(' and ')}`, () => {
    const found = breaches(filesBelow(['apps'], ['.ts', '.tsx']), (file, _specifier, target) => {
      if (target === null || home(target) === home(file)) return null;
      if (!isShipped(file) && target.startsWith('test/')) return null;
      if (!target.startsWith('apps/'))
        return 'an app reaches libs by @turnpike/<lib> and nothing else by path';
      return aboveApps.includes(home(file)) ? null : 'apps do not know each other';
    });
    expect(found).toEqual([]);
  });

  it('are, if they run in a browser, apart from all that runs on a server: the dashboard imports no lib', () => {
    const found = breaches(filesBelow(['apps/dashboard'], ['.ts', '.tsx']), (_file, specifier) =>
      /^(?:@turnpike\/|node:)/.test(specifier) ? 'the dashboard speaks HTTP only' : null,
    );
    expect(found).toEqual([]);
  });

  it('are, if a producer runs them, apart from all that an instance is made of: mcp speaks HTTP only', () => {
    const found = breaches(filesBelow(['apps/mcp'], ['.ts']), (_file, specifier) =>
      /^@turnpike\/(?!config$|server-sdk$)/.test(specifier)
        ? 'it has no database, no queue and no wallet'
        : null,
    );
    expect(found).toEqual([]);
  });

  it('are never imported by a lib', () => {
    const found = breaches(filesBelow(['libs'], ['.ts']), (_file, _specifier, target) =>
      target?.startsWith('apps/') ? 'libs do not know apps' : null,
    );
    expect(found).toEqual([]);
  });
});

describe('files', () => {
  it('import only files that exist', () => {
    const known = new Set(projectFiles);
    const found = breaches(
      filesBelow(['apps', 'libs', 'test'], ['.ts', '.tsx']),
      (_file, _specifier, target) =>
        target === null || known.has(target) || target.includes('/generated/') ? null : 'no such file',
    );
    expect(found).toEqual([]);
  });

  it('never import shipped code from a specification or from test', () => {
    // An example is run by hand, and so with what was built.
    const isBuilt = (file: string, target: string): boolean =>
      file.startsWith('apps/demo/examples/') && target.startsWith('dist/');
    const found = breaches(sources.filter(isShipped), (file, _specifier, target) =>
      target !== null && !isShipped(target) && !target.includes('/generated/') && !isBuilt(file, target)
        ? 'shipped code does not need tests'
        : null,
    );
    expect(found).toEqual([]);
  });

  it('never import each other in a circle', () => {
    const graph = new Map(
      sources.map((file) => [
        file,
        importsOf(file).flatMap((one) => (one.file === null || one.typeOnly ? [] : [one.file])),
      ]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      if (done.has(file) || trail.includes(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
      done.add(file);
    };
    for (const file of graph.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });
});
