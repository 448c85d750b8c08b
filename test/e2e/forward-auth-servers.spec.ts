import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { textOf } from '../architecture/project-files.js';
import { findOnPath } from '../support/find-on-path.js';
import { freePort } from '../support/free-port.js';
import { SandboxShop } from '../support/sandbox-shop.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { UpstreamServer } from '../support/upstream-server.js';

let shop: SandboxShop;
let app: UpstreamServer;
const running: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  shop = await SandboxShop.open();
  app = await UpstreamServer.start();
});

afterAll(async () => {
  for (const one of running) await one.stop();
  await app.stop();
  await shop.close();
});

/** The configuration that our document gives for a server, with what a reader would put in. */
function documented(language: string, changes: Readonly<Record<string, string>>): string {
  const [, text = ''] =
    new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(textOf('apps/api/src/forward-auth/README.md')) ??
    [];
  return Object.entries(changes).reduce((changed, [from, to]) => changed.replaceAll(from, to), text);
}

/** Starts a program with its configuration, and waits until it listens. */
async function start(
  binary: string,
  argumentsOf: (folder: string, file: string) => string[],
  configuration: (folder: string) => string,
  port: number,
): Promise<void> {
  const folder = await temporaryDirectory();
  const file = path.join(folder.path, 'configuration');
  await writeFile(file, configuration(folder.path));
  const env = { ...process.env, HOME: folder.path, XDG_DATA_HOME: folder.path, XDG_CONFIG_HOME: folder.path };
  const program: ChildProcess = spawn(binary, argumentsOf(folder.path, file), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  });
  let said = '';
  program.stdout?.on('data', (text: Buffer) => (said += text.toString()));
  program.stderr?.on('data', (text: Buffer) => (said += text.toString()));
  const ended = once(program, 'exit');
  running.push({
    stop: async () => {
      program.kill('SIGTERM');
      await ended;
      await folder.remove();
    },
  });
  while (!(await listens(port))) {
    if (program.exitCode !== null) throw new Error(`${binary} ended: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.unref();
    socket.once('connect', () => socket.destroy());
  });
}

/** A purchase through a server that asks us. */
async function expectPaidPath(baseUrl: string): Promise<void> {
  const asked = await fetch(`${baseUrl}/paid/x?y=1`);
  const body = (await asked.json()) as { l402: Record<string, string> };
  expect(asked.status).toBe(402);
  expect(asked.headers.get('content-type')).toContain('application/problem+json');
  expect(asked.headers.get('www-authenticate')).toMatch(/^L402 macaroon="[^"]+", invoice="[^"]+"/);
  expect(body.l402).toMatchObject({ resource: '/paid/x', amount_sats: 10 });
  expect(app.seen).toEqual([]);
  const paid = await shop.pay(String(body.l402['invoice']));
  const authorization = `L402 ${String(body.l402['macaroon'])}:${String(paid.body['preimage'])}`;
  const served = await fetch(`${baseUrl}/paid/x?y=1`, { headers: { authorization } });
  expect([served.status, await served.text()]).toEqual([200, 'fine']);
  expect(app.last.url).toBe('/paid/x?y=1');
  expect((await fetch(`${baseUrl}/paid/other`, { headers: { authorization } })).status).toBe(402);
  expect(JSON.stringify(app.last.headers)).not.toContain(shop.key);
  app.seen.length = 0;
}

/** Starts nginx with the locations of our document, and answers where it listens. */
async function startNginx(binary: string, brokerUrl: string): Promise<string> {
  const port = await freePort();
  const locations = documented('nginx', {
    'https://pay.example.com': brokerUrl,
    'tp_live_…': shop.key,
    'http://app': app.url,
  });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const configuration = (folder: string): string =>
    [
      'daemon off;',
      'worker_processes 1;',
      `pid ${folder}/pid;`,
      'error_log stderr;',
      'events {}',
      'http {',
      ...temporary.map((what) => `${what}_temp_path ${folder}/${what};`),
      'access_log off;',
      `server { listen 127.0.0.1:${String(port)};`,
      locations,
      '} }',
    ].join('\n');
  await start(binary, (folder, file) => ['-p', folder, '-c', file], configuration, port);
  return `http://127.0.0.1:${String(port)}`;
}

const nginx = findOnPath('nginx');
(nginx === null ? describe.skip : describe)(
  `nginx${nginx === null ? ' (left out: not on this machine)' : ''}`,
  () => {
    it('asks for payment and serves what is paid for, as our document configures it', async () => {
      await expectPaidPath(await startNginx(nginx ?? '', shop.api.baseUrl));
    });

    it('answers while nobody can be asked as our own paywalls do, which payers’ programs understand', async () => {
      const baseUrl = await startNginx(nginx ?? '', `http://127.0.0.1:${String(await freePort())}`);
      const answer = await fetch(`${baseUrl}/paid/x`);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(await answer.json()).toMatchObject({ status: 503, error: 'verification_unavailable' });
      expect(app.seen).toEqual([]);
    });
  },
);

const caddy = findOnPath('caddy');
(caddy === null ? describe.skip : describe)(
  `Caddy${caddy === null ? ' (left out: not on this machine)' : ''}`,
  () => {
    it('asks for payment and serves what is paid for, as our document configures it', async () => {
      const port = await freePort();
      const site = documented('caddy', {
        'https://pay.example.com': shop.api.baseUrl,
        'tp_live_…': shop.key,
        'example.com': `http://127.0.0.1:${String(port)}`,
        'app:8080': new URL(app.url).host,
      });
      const configuration = (): string => `{\n  admin off\n}\n${site}`;
      const args = (_folder: string, file: string): string[] => [
        'run',
        '--config',
        file,
        '--adapter',
        'caddyfile',
      ];
      await start(caddy ?? '', args, configuration, port);
      await expectPaidPath(`http://127.0.0.1:${String(port)}`);
    });
  },
);
