import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import { projectRoot, textOf } from '../architecture/project-files.js';
import { installPackedLibs, type PackedProject } from '../support/packed-libs.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const run = promisify(execFile);

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Record<string, string>;
}

const manifestOf = (file: string): Manifest => JSON.parse(textOf(file)) as Manifest;

/** What TypeScript reads as: the next line must not compile. No file of ours says so to its own compiler. */
const expectError = ['@ts', 'expect', 'error'].join('-');

let project: PackedProject;
let shop: SandboxShop;

beforeAll(async () => {
  [project, shop] = await Promise.all([installPackedLibs(), SandboxShop.open()]);
  await project.borrow('@nestjs/common', 'express', 'fastify', 'hono', '@types/node', 'undici-types');
}, 120_000);

afterAll(async () => {
  await shop.close();
  await project.remove();
});

/** What a program prints that runs in the project. */
async function printed(name: string, text: string): Promise<string> {
  const env = { PATH: process.env['PATH'], KEY: shop.key, URL: shop.api.baseUrl };
  const { stdout } = await run(process.execPath, [await project.write(name, text)], { env });
  return stdout.trim();
}

describe('the published packages', () => {
  it('have the version of this repository, and nothing to install but each other', () => {
    const { version } = manifestOf('package.json');
    const [sdk, middleware] = ['server-sdk', 'middleware'].map((lib) =>
      manifestOf(`libs/${lib}/package.json`),
    );
    expect([sdk?.version, middleware?.version]).toEqual([version, version]);
    expect([sdk?.dependencies ?? {}, middleware?.dependencies]).toEqual([
      {},
      { '@turnpike/server-sdk': version },
    ]);
  });

  it('mint and verify from a module', async () => {
    const text = `
      import { L402Server } from '@turnpike/server-sdk';
      const l402 = new L402Server({ apiKey: process.env.KEY, baseUrl: process.env.URL });
      const { macaroon, resource } = await l402.createChallenge({ resource: '/m', priceSats: 3 });
      const { reason } = await l402.verifyToken({ macaroon, preimage: '00'.repeat(32) });
      console.log(resource, reason);`;
    expect(await printed('use.mjs', text)).toBe('/m invalid_preimage');
  });

  it('mint and verify from CommonJS', async () => {
    const text = `
      const { L402Server, L402AuthError, parseCredential } = require('@turnpike/server-sdk');
      const credential = parseCredential({ authorization: 'L402 m:p' });
      new L402Server({ apiKey: 'tp_test_wrong', baseUrl: process.env.URL })
        .listChallenges()
        .catch((error) => console.log(error instanceof L402AuthError, credential.preimage));`;
    expect(await printed('use.cjs', text)).toBe('true p');
  });

  it.each(['', '/express', '/fastify', '/hono', '/fetch', '/nest'])(
    'load @turnpike/middleware%s both ways, with one class of errors between the packages',
    async (door) => {
      const name = `@turnpike/middleware${door}`;
      const what = door === '' ? 'Paywall' : 'l402';
      const suffix = door.slice(1);
      const module = `import { ${what} } from '${name}'; console.log(typeof ${what});`;
      expect(await printed(`load${suffix}.mjs`, module)).toBe('function');
      const common = `const { ${what} } = require('${name}'); console.log(typeof ${what});`;
      // Nest 12 is made of modules only, which Node 20 does not require.
      if (door !== '/nest') expect(await printed(`load${suffix}.cjs`, common)).toBe('function');
    },
  );

  it.each(['mts', 'cts'])(
    'are typed for TypeScript as .%s',
    async (ending) => {
      const file = await project.write(
        `typed.${ending}`,
        `import { L402Server, type Challenge, type VerificationResult } from '@turnpike/server-sdk';
import { l402 as express, l402Of } from '@turnpike/middleware/express';
import { l402 as fetchHandler } from '@turnpike/middleware/fetch';
const client = new L402Server({ apiKey: 'k', baseUrl: 'https://pay.example', timeoutMs: 5, fetch });
export const made: Promise<Challenge> = client.createChallenge({ resource: '/r', priceSats: 1 });
export const judged: Promise<VerificationResult> = client.verifyToken({ preimage: 'x' });
export const middleware = express({ client, priceSats: (request, { path }) => (path === '/a' ? 1 : Number(request.url)) });
export const handler = fetchHandler({ client, priceSats: 5 }, (request: Request, env: { name: string }) => {
  const result = l402Of(request);
  return new Response(result?.paid ? result.paymentHash : env.name);
});
// ${expectError} a price is a number
express({ client, priceSats: '5' });
`,
      );
      const tsc = path.join(projectRoot, 'node_modules/typescript/bin/tsc');
      const strict = [
        '--strict',
        '--noEmit',
        '--skipLibCheck',
        'false',
        '--module',
        'nodenext',
        '--target',
        'es2022',
      ];
      const { stdout } = await run(process.execPath, [tsc, ...strict, '--types', 'node', file], {
        cwd: project.path,
      }).catch((error: unknown) => error as { stdout: string });
      expect(stdout).toBe('');
    },
    60_000,
  );
});
