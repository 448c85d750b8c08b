import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { transform } from '@swc/core';

import { textOf } from '../architecture/project-files.js';
import { freePort } from '../support/free-port.js';
import { installPackedLibs, type PackedProject } from '../support/packed-libs.js';
import { overHttp } from '../support/paid-shops-on-node.js';
import { buy, withPurchase } from '../support/paying-client.js';
import { SandboxShop } from '../support/sandbox-shop.js';

let project: PackedProject;
let broker: SandboxShop;

beforeAll(async () => {
  [project, broker] = await Promise.all([installPackedLibs(), SandboxShop.open()]);
  const nest = ['@nestjs/common', '@nestjs/core', '@nestjs/platform-fastify', 'reflect-metadata'];
  await project.borrow('express', 'fastify', 'hono', ...nest);
}, 120_000);

afterAll(async () => {
  await broker.close();
  await project.remove();
});

/** The code of one section of a README. */
async function snippet(file: string, heading: string): Promise<string> {
  const [, section = ''] = textOf(file).split(`\n## ${heading}\n`);
  const [, language, code = ''] = /```(js|ts)\n([\s\S]*?)```/.exec(section) ?? [];
  if (language !== 'ts') return code;
  const parser = { syntax: 'typescript', decorators: true } as const;
  const decorators = { legacyDecorator: true, decoratorMetadata: true };
  const jsc = { target: 'es2023', parser, transform: decorators } as const;
  return (await transform(code, { module: { type: 'es6' }, jsc })).code;
}

/** Handlers that only export themselves are served as such runtimes would: this is what stands for them. */
const runner = `
import { createServer } from 'node:http';
const { default: app } = await import(process.argv[2]);
createServer(async (request, response) => {
  const answer = await app.fetch(new Request('http://shop.example' + request.url, { headers: request.headers }));
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
}).listen(process.env.PORT);`;

describe('the snippets of the READMEs of the published packages', () => {
  it.each([
    ['libs/server-sdk/README.md', 'Start', /sunny/],
    ['libs/middleware/README.md', 'Express', /"paidSats":25/],
    ['libs/middleware/README.md', 'Fastify', /"paidSats":25/],
    ['libs/middleware/README.md', 'Nest', /"paidSats":25/],
    ['libs/middleware/README.md', 'Hono', /"paidSats":25/],
    ['libs/middleware/README.md', 'Fetch handlers', /"paidSats":25/],
  ])('%s, %s: sells and serves as it stands', async (readme, heading, text) => {
    const code = await snippet(readme, heading);
    const file = await project.write(`${heading.replace(' ', '-')}.mjs`, code);
    const exported = /^export default/m.test(code);
    const args = exported ? [await project.write('runner.mjs', runner), file] : [file];
    const port = await freePort();
    const variables = { TURNPIKE_KEY: broker.key, TURNPIKE_URL: broker.api.baseUrl, PORT: String(port) };
    const child = spawn(process.execPath, args, { env: { PATH: process.env['PATH'], ...variables } });
    try {
      const shop = overHttp({ address: () => ({ port }) } as never, () => Promise.resolve());
      await listening(child, () => shop.ask({ target: '/forecast' }));
      const bought = await buy(shop, { target: '/forecast' }, broker);
      const answer = await shop.ask(withPurchase({ target: '/forecast' }, bought));
      expect(answer.status).toBe(200);
      expect(answer.text).toMatch(text);
      expect((await shop.ask({ target: '/forecast' })).status).toBe(402);
    } finally {
      child.kill();
      await once(child, 'exit');
    }
  });
});

/** Asks until somebody answers; fails with what the program said if it ends before. */
async function listening(child: ChildProcess, ask: () => Promise<unknown>): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += String(chunk)));
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the snippet ended: ${said}`);
    const answered = await ask().then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
