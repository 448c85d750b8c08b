import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import fastify from 'fastify';
import { registerDashboard } from '../../apps/api/src/dashboard/register-dashboard.js';
import { builtPage, gzippedBytes, loadedFor, partOf } from '../support/dashboard/built-parts.js';
import { apiVariables, ListeningApi } from '../support/listening-api.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const firstLoadBytesMax = 250_000;

describe('the dashboard, as the api serves it', () => {
  let database: TestDatabase;
  let api: ListeningApi;
  let server: FastifyInstance;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await ListeningApi.start(apiVariables(database.url));
    server = api.app.getHttpAdapter().getInstance();
  });

  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it.each(['/dashboard', '/dashboard/', '/dashboard/challenges/abc?x=1', '/dashboard/operator/merchants/7'])(
    'answers the page at %s, which is asked for anew each time',
    async (url) => {
      const answer = await server.inject(url);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
      });
      expect(answer.body).toBe(builtPage());
    },
  );

  it('runs no script that stands in a page, loads from nowhere else, and is framed by nobody', async () => {
    const { headers, body } = await server.inject('/dashboard');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|https?:/);
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(body).not.toMatch(/<script(?![^>]*\ssrc=)|\son[a-z]+=|<style|\sstyle=/);
    expect(body).not.toMatch(/(?:src|href)="(?!\/dashboard\/)/);
  });

  it('asks browsers for https only where it is reached so', async () => {
    expect((await server.inject('/dashboard')).headers['strict-transport-security']).toBeUndefined();
    const secure = fastify();
    await registerDashboard(secure, { isHttps: true });
    const { headers } = await secure.inject('/dashboard');
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
    await secure.close();
  });

  it('gives the parts of the page for ever, compressed beforehand, as each browser takes them', async () => {
    const [, url = ''] = /src="([^"]+)"/.exec(builtPage()) ?? [];
    const plain = await server.inject(url);
    expect(plain.headers).toMatchObject({
      'content-type': 'application/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
    });
    for (const [encoding, unpack] of [
      ['gzip', gunzipSync],
      ['br', brotliDecompressSync],
    ] as const) {
      const packed = await server.inject({ url, headers: { 'accept-encoding': encoding } });
      expect(packed.headers['content-encoding']).toBe(encoding);
      expect(packed.headers['content-type']).toBe('application/javascript; charset=utf-8');
      expect(unpack(packed.rawPayload).equals(plain.rawPayload)).toBe(true);
    }
  });

  it.each([
    '/dashboard/assets/none.js',
    '/dashboard/assets/..%2f..%2fpackage.json',
    '/dashboard/assets/%2e%2e%2findex.html',
    '/dashboard/assets/index.html%00.js',
  ])('serves no file but those that were built: %s', async (url) => {
    const answer = await server.inject(url);
    expect([400, 404]).toContain(answer.statusCode);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('sends a browser from the root to the dashboard, and tells a program that nothing is there', async () => {
    const browser = await server.inject({ url: '/', headers: { accept: 'text/html,*/*;q=0.8' } });
    expect([browser.statusCode, browser.headers.location]).toEqual([302, '/dashboard']);
    const program = await server.inject({ url: '/', headers: { accept: 'application/json' } });
    expect([program.statusCode, program.json<{ error: string }>().error]).toEqual([404, 'not_found']);
  });

  it('takes nothing but reads', async () => {
    for (const url of ['/dashboard', '/dashboard/keys', '/']) {
      const answer = await server.inject({ method: 'POST', url });
      expect([url, answer.statusCode]).toEqual([url, 405]);
    }
  });

  it('is simply not there before it was built', async () => {
    const empty = await mkdtemp(path.join(tmpdir(), 'turnpike-'));
    const unbuilt = fastify();
    await registerDashboard(unbuilt, { isHttps: false, root: path.join(empty, 'dashboard') });
    expect((await unbuilt.inject('/dashboard')).statusCode).toBe(404);
    await unbuilt.close();
    rmSync(empty, { recursive: true });
  });
});

describe('the first load of the dashboard', () => {
  it.each([
    ['the sign-in', ['sign-in-page']],
    ['the overview with its chart', ['shell', 'overview-page', 'day-chart']],
    ['the setup guide', ['shell', 'start-page']],
    ['a proxy with its chart', ['shell', 'proxy-page', 'day-chart']],
  ])(`has less than ${firstLoadBytesMax} bytes for %s`, (_page, names) => {
    const parts = loadedFor(names.map(partOf));
    expect(parts.size).toBeGreaterThan(names.length + 1);
    expect(gzippedBytes(parts)).toBeLessThan(firstLoadBytesMax);
  });
});
