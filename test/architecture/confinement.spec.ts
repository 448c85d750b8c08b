import ts from 'typescript';
import { filesBelow, isShipped, textOf } from './project-files.js';
import { importsOf, isPackage, sourceOf } from './source-imports.js';

/** What runs on a server; the dashboard runs in browsers, which have guards of their own. */
const shipped = filesBelow(['apps', 'libs'], ['.ts', '.mjs'])
  .filter(isShipped)
  .filter((file) => !file.startsWith('apps/dashboard/'));
const isRepository = (file: string): boolean => file.endsWith('.repository.ts');
const isUseLedger = (file: string): boolean => file.startsWith('libs/challenges/src/use-ledger');
const below = (file: string, ...folders: string[]): boolean =>
  folders.some((folder) => file.startsWith(`${folder}/`));

/** The shipped files outside `home` that name one of the packages. */
function strays(packages: readonly string[], home: (file: string) => boolean): string[] {
  return shipped
    .filter((file) => !home(file))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ specifier }) => packages.some((name) => isPackage(specifier, name)))
        .map(({ specifier }) => `${file} imports ${specifier}`),
    );
}

describe('a package that only some files may know', () => {
  it('bolt11 is known to one file of l402', () => {
    const users = shipped.filter((file) =>
      importsOf(file).some(({ specifier }) => isPackage(specifier, 'bolt11')),
    );
    expect(users).toEqual([expect.stringMatching(/^libs\/l402\/src\//)]);
  });

  it('macaroon is known to one file of l402, which reads what people show us', () => {
    const home = (file: string): boolean => file === 'libs/l402/src/any-macaroon.ts';
    expect(strays(['macaroon'], home)).toEqual([]);
  });

  it('Prisma is known to database only', () => {
    expect(strays(['@prisma', 'prisma'], (file) => below(file, 'libs/database'))).toEqual([]);
  });

  it('pg is known to database, repositories and the use ledger, and to those who wait for or migrate a database', () => {
    const home = (file: string): boolean =>
      isRepository(file) || isUseLedger(file) || below(file, 'libs/database', 'libs/embedded-postgres');
    expect(strays(['pg'], home)).toEqual([]);
  });

  it('ioredis is known to redis, and to queues for the connection of BullMQ', () => {
    expect(strays(['ioredis'], (file) => below(file, 'libs/redis', 'libs/queues'))).toEqual([]);
  });

  it('bullmq is known to queues and the worker', () => {
    expect(strays(['bullmq', '@nestjs/bullmq'], (file) => below(file, 'libs/queues', 'apps/worker'))).toEqual(
      [],
    );
  });

  it('the MCP SDK is known to mcp, zod too', () => {
    expect(strays(['@modelcontextprotocol', 'zod'], (file) => below(file, 'apps/mcp'))).toEqual([]);
  });

  it('sockets to addresses of others are opened by outbound only, behind its guard, and by what merchants run', () => {
    const openers = ['undici', 'ws', 'node:https', 'node:tls', 'node:dns', 'node:dgram'];
    const found = shipped
      .filter((file) => !below(file, 'libs/outbound'))
      .flatMap((file) =>
        importsOf(file)
          .filter(
            ({ specifier, typeOnly }) => !typeOnly && openers.some((name) => isPackage(specifier, name)),
          )
          .map(({ specifier }) => `${file} imports ${specifier}`),
      );
    const callers = shipped.filter((file) => /\bfetch\(|new (?:WebSocket|EventSource)\(/.test(textOf(file)));
    // The demonstration is a merchant's server and a payer; `mcp` runs with a producer.
    const outside = ['libs/server-sdk', 'libs/middleware', 'apps/mcp', 'apps/demo'];
    expect([...found, ...callers.filter((file) => !below(file, 'libs/outbound', ...outside))]).toEqual([]);
  });

  it('pino is known to observability, prom-client too', () => {
    expect(strays(['pino', 'prom-client'], (file) => below(file, 'libs/observability'))).toEqual([]);
  });
});

describe('the database', () => {
  const mayQuery = (file: string): boolean =>
    isRepository(file) || isUseLedger(file) || file.endsWith('.sql.ts') || below(file, 'libs/database');

  it('is spoken to in repositories, the use ledger and database itself: nowhere else stands a statement', () => {
    const statement =
      /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\s+["\w*(]+[\s\S]*?\b(?:FROM|VALUES|SET|WHERE)\b/;
    const found = shipped
      .filter((file) => !mayQuery(file) && !below(file, 'libs/embedded-postgres'))
      .filter((file) => statement.test(textOf(file)))
      .map((file) => `${file}: move the statement to a *.repository.ts`);
    expect(found).toEqual([]);
  });

  it('is reached through Prisma in repositories only', () => {
    const found = shipped
      .filter((file) => !mayQuery(file))
      .filter((file) => importsOf(file).some(({ names }) => names.includes('PrismaService')));
    expect(found).toEqual([]);
  });
});

describe('the protocol libs', () => {
  const pure = shipped.filter((file) => below(file, 'libs/http402', 'libs/l402'));

  it('import nothing that waits, listens or injects', () => {
    const allowed = ['node:crypto', 'node:buffer', '@turnpike/http402', 'bolt11', 'macaroon'];
    const found = pure.flatMap((file) =>
      importsOf(file)
        .filter(({ specifier, file: target }) => target === null && !allowed.includes(specifier))
        .map(({ specifier }) => `${file} imports ${specifier}`),
    );
    expect(found).toEqual([]);
  });

  it('read no clock, no environment and no console, and set no timer', () => {
    const reaches = [
      'process',
      'console',
      'fetch',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'performance',
    ];
    const found: string[] = [];
    for (const file of pure) {
      const visit = (node: ts.Node): void => {
        if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) {
          found.push(`${file} reads the clock: new Date()`);
        }
        if (ts.isPropertyAccessExpression(node) && /^(Date\.now|Math\.random)$/.test(node.getText())) {
          found.push(`${file} uses ${node.getText()}`);
        }
        const isUse = ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node.parent);
        if (isUse && reaches.includes(node.text) && !ts.isPropertyAssignment(node.parent)) {
          found.push(`${file} uses ${node.text}`);
        }
        if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
          if (reaches.includes(node.expression.text)) found.push(`${file} uses ${node.getText()}`);
        }
        ts.forEachChild(node, visit);
      };
      visit(sourceOf(file));
    }
    expect(found).toEqual([]);
  });
});
