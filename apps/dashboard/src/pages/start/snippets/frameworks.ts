/** A framework, and where a guide has the lines for it: a test runs those against a broker. */
export interface Framework {
  readonly id: string;
  readonly name: string;
  /** The guide, by its name in `apps/docs/sell`, and the file that it writes the lines into. */
  readonly guide: string;
  readonly block: string;
  /** Where the reader puts them. */
  readonly file: string;
  /** The command that starts it; null where it is a part of something else. */
  readonly start: string | null;
  /** What else there is to know. */
  readonly note?: string;
}

/** All frameworks that there are lines for. */
export const frameworks: readonly Framework[] = [
  { id: 'express', name: 'Express', guide: 'express', block: 'server.mjs', ...startedByNode() },
  { id: 'fastify', name: 'Fastify', guide: 'fastify', block: 'server.mjs', ...startedByNode() },
  {
    id: 'nest',
    name: 'Nest',
    guide: 'nest',
    block: 'main.ts',
    file: 'src/main.ts',
    start: 'npx nest start',
  },
  { id: 'hono', name: 'Hono', guide: 'hono', block: 'server.mjs', ...startedByNode() },
  {
    id: 'next',
    name: 'Next.js',
    guide: 'fetch',
    block: 'route.mjs',
    file: 'app/forecast/route.js',
    start: 'npx next dev',
    note: 'Set both variables for the server, never for the browser.',
  },
  {
    id: 'bun',
    name: 'Bun, or any fetch handler',
    guide: 'fetch',
    block: 'shop.mjs',
    file: 'shop.mjs',
    start: 'bun shop.mjs',
  },
  {
    id: 'python',
    name: 'Python',
    guide: 'any-language',
    block: 'toll.py',
    file: 'toll.py',
    start: null,
    note: 'Before the handler of /forecast call admit("GET", "/forecast", 25, authorization), and answer what it returns unless that is None.',
  },
];

/** The framework of this id; the first one where the id is unknown. */
export function frameworkOf(id: string): Framework {
  return frameworks.find((framework) => framework.id === id) ?? (frameworks[0] as Framework);
}

/** The lines that a guide has its reader write into a file, and what it has installed before; null for nothing. */
export function linesOf(guide: string, { block }: Framework): { code: string; install: string | null } {
  const fence = new RegExp(`^\`\`\`\\w+ file=${block.replace('.', '\\.')}\\b.*\\n([^]*?)\\n\`\`\`$`, 'm');
  const code = fence.exec(guide)?.[1];
  if (code === undefined) throw new Error(`the guide has no ${block}`);
  return { code, install: /^npm install .+$/m.exec(guide)?.[0] ?? null };
}

/** What makes the packages, which are not on npm yet, and gives what is set before a server starts. */
export const packCommand = 'npm run pack:libs\nexport TURNPIKE_PACKAGES=$PWD/dist/packages';

function startedByNode(): Pick<Framework, 'file' | 'start'> {
  return { file: 'server.mjs', start: 'node server.mjs' };
}
