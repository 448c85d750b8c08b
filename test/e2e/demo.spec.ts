import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { fetchWithL402, MemoryStorage } from '@getalby/lightning-tools/l402';
import { readL402Challenge } from '@turnpike/http402';
import { decodePaymentRequest } from '@turnpike/l402';

import { projectRoot } from '../architecture/project-files.js';
import { DemoProcess } from '../support/demo-process.js';
import { findOnPath } from '../support/find-on-path.js';
import { untilGone } from '../support/instance-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const run = promisify(execFile);
const JOKE = expect.objectContaining({ joke: expect.stringMatching(/./), paidSats: 50 });

jest.setTimeout(120_000);

describe('npm run demo', () => {
  let temporary: Awaited<ReturnType<typeof temporaryDirectory>>;
  let demo: DemoProcess;
  let url: string;

  beforeAll(async () => {
    temporary = await temporaryDirectory();
    demo = new DemoProcess(temporary.path);
    url = await demo.ready();
  });

  afterAll(async () => {
    await demo.stop();
    await temporary.remove();
  });

  const pay = async (invoice: string): Promise<string> => {
    const { baseUrl, testApiKey } = JSON.parse(readFileSync(demo.firstRunFile, 'utf8'));
    const headers = { 'X-API-Key': testApiKey, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ invoice });
    const answer = await fetch(`${baseUrl}/api/sandbox/pay`, { method: 'POST', headers, body });
    return ((await answer.json()) as { preimage: string }).preimage;
  };

  it('walks the handshake step by step', () => {
    const words = [
      '1. The payer asks',
      '402 Payment Required',
      'WWW-Authenticate: L402 macaroon="',
      '50 sats',
    ];
    const more = ['preimage', 'Authorization: L402 ', '200 OK', '"joke":', `${url}/quote`, ' 1 sat\n'];
    expect([...words, ...more].filter((one) => !demo.stdout.includes(one))).toEqual([]);
    expect(demo.stderr.split('\n').filter((line) => !/^turnpike: buil/.test(line))).toEqual(['']);
  });

  it.each([
    ['/joke', 50],
    ['/fortune', 50],
    ['/quote', 10],
    ['/headers', 1],
  ])('sells %s for %i, and tells nobody the credential', async (path, sats) => {
    const asked = await fetch(url + path);
    const { macaroon, invoice } = readL402Challenge(asked.headers.get('www-authenticate') ?? '')!;
    expect([asked.status, decodePaymentRequest(invoice, 'regtest').amountMsat]).toEqual([
      402,
      BigInt(sats) * 1_000n,
    ]);
    const preimage = await pay(invoice);
    const headers = { authorization: `L402 ${macaroon}:${preimage}` };
    const answer = await fetch(url + path, { headers });
    const text = await answer.text();
    expect([answer.status, JSON.parse(text)]).toEqual([200, expect.objectContaining({ paidSats: sats })]);
    expect(text).not.toContain(preimage);
    expect((await fetch(`${url}${path === '/joke' ? '/quote' : '/joke'}`, { headers })).status).toBe(402);
  });

  it('sells to fetchWithL402 of @getalby/lightning-tools, which pays once', async () => {
    const paid: string[] = [];
    const webln = {
      enable: async () => undefined,
      sendPayment: async (invoice: string) => {
        paid.push(invoice);
        return { preimage: await pay(invoice) };
      },
    };
    const store = new MemoryStorage();
    for (let turn = 0; turn < 2; turn += 1) {
      const answer = await fetchWithL402(`${url}/joke`, {}, { webln: webln as never, store });
      expect([answer.status, await answer.json()]).toEqual([200, JOKE]);
    }
    expect(paid).toHaveLength(1);
  });

  it('sells to the example for Node, which pays once and says so', async () => {
    const example = join(projectRoot, 'apps/demo/examples/pay.mjs');
    const { stdout } = await run(process.execPath, [example, `${url}/joke`, demo.firstRunFile]);
    expect(stdout.match(/: 200 .*"joke".*\(50 sats spent so far\)/g)).toHaveLength(2);
  });

  const python = findOnPath('python3');
  (python === null ? it.skip : it)(
    `sells to the example for Python${python === null ? ' (left out: no python3 here)' : ''}`,
    async () => {
      const example = join(projectRoot, 'apps/demo/examples/pay.py');
      const { stdout } = await run(python!, [example, `${url}/joke`, demo.firstRunFile]);
      expect(JSON.parse(stdout)).toEqual(JOKE);
    },
  );

  const curl = findOnPath('curl');
  (curl === null ? describe.skip : describe)(`curl${curl === null ? ' (left out: not here)' : ''}`, () => {
    it('buys as the example does', async () => {
      const example = join(projectRoot, 'apps/demo/examples/pay.sh');
      const { stdout } = await run('bash', [example, `${url}/joke`, demo.firstRunFile]);
      expect(JSON.parse(stdout)).toEqual(JOKE);
    });

    it('buys with the lines that are printed, as they stand', async () => {
      const [, lines = ''] = /Buy something by hand:\n\n([\s\S]+?)\n\n/.exec(demo.stdout) ?? [];
      const { stdout } = await run('sh', ['-euc', lines]);
      expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ paidSats: 10 });
    });
  });

  it.each([
    ['node', 'pay.mjs'],
    ['python3', 'pay.py'],
    ['bash', 'pay.sh'],
  ])('%s %s says which file it misses where no demonstration was started', async (program, file) => {
    const found = findOnPath(program);
    if (found === null) return;
    const call = run(found, [join(projectRoot, 'apps/demo/examples', file), `${url}/joke`, 'none.json']);
    await expect(call).rejects.toMatchObject({
      code: 2,
      stderr: 'there is no none.json: start the demonstration, or name its file\n',
    });
  });

  it.each([
    ['node', 'pay.mjs'],
    ['python3', 'pay.py'],
    ['bash', 'pay.sh'],
  ])('%s %s says how it is called, and ends with 2, where nothing is named to buy', async (program, file) => {
    const found = findOnPath(program);
    if (found === null) return;
    const call = run(found, [join(projectRoot, 'apps/demo/examples', file)]);
    await expect(call).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: `usage: ${program} ${file} <address> [<first-run.json of the demonstration>]\n`,
    });
  });

  it('says what it does, refuses options that it does not know, and begins nothing', async () => {
    const start = join(projectRoot, 'apps/demo/start.mjs');
    const { stdout } = await run(process.execPath, [start, '--help']);
    expect(stdout).toMatch(/^Usage: npm run demo [^]*--once[^]*DEMO_PORT/);
    await expect(run(process.execPath, [start, '--onec'])).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: "turnpike: Unknown option '--onec'; see --help\n",
    });
  });

  it('says in one line, before it begins anything, that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((fulfil) => other.once('listening', fulfil));
    const port = String((other.address() as { port: number }).port);
    const dataDir = join(temporary.path, 'second');
    const second = new DemoProcess(dataDir, 'stays', { DEMO_PORT: port });
    expect(await second.ended).toEqual({ code: 1, signal: null });
    expect(second.stderr).toBe(
      `turnpike: cannot listen on 127.0.0.1:${port}: another program uses this port, perhaps another demonstration; stop that, or set DEMO_PORT to a free port\n`,
    );
    expect(existsSync(dataDir)).toBe(false);
    other.close();
  });

  it('says in one line that its directory is in use', async () => {
    const second = new DemoProcess(temporary.path);
    expect(await second.ended).toEqual({ code: 1, signal: null });
    expect(second.stderr).toMatch(
      /^turnpike: cannot start: DATA_DIR: .* is in use by another running Turnpike\n$/,
    );
  });

  it('ends all that it has begun when it is told to, and when it is killed', async () => {
    const dataDir = join(temporary.path, 'third');
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const third = new DemoProcess(dataDir);
      await third.ready();
      const begun = third.begun();
      expect(begun).toHaveLength(2);
      third.process.kill(signal);
      expect(await third.ended).toEqual(
        signal === 'SIGINT' ? { code: 0, signal: null } : { code: null, signal },
      );
      for (const pid of begun) await untilGone(pid);
    }
    const once = new DemoProcess(dataDir, 'once');
    expect([await once.ended, once.stderr]).toEqual([{ code: 0, signal: null }, '']);
    expect(once.stdout).toContain('200 OK');
    expect(once.stdout).not.toMatch(/Ctrl-C|ready at|curl/);
  });
});
