import fastify, { type FastifyInstance } from 'fastify';
import { introduction } from '../openapi/introduction.js';
import { registerDocs } from './register-docs.js';

describe('GET /docs', () => {
  let server: FastifyInstance;

  beforeAll(async () => {
    server = fastify();
    await registerDocs(server);
  });

  afterAll(() => server.close());

  it('is a page that leaves the introduction to the document', async () => {
    const answer = await server.inject('/docs');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.body).toContain('id="reference"');
    expect(answer.body).not.toMatch(/<h\d|<li>/);
    expect(introduction).toContain('*Authorize*');
  });

  it('loads only files that this server has', async () => {
    const { body } = await server.inject('/docs');
    const files = [...body.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map((match) => match[1] ?? '');
    expect(files).toHaveLength(4);
    for (const file of files) {
      const answer = await server.inject(file);
      expect([file, answer.statusCode]).toEqual([file, 200]);
      expect(answer.body.length).toBeGreaterThan(0);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
    expect(body.replaceAll('data:,', '')).not.toMatch(/(?:src|href)="(?:https?:|\/\/|data:)/);
  });

  it('runs no script that stands in the page, and lets no other site frame it', async () => {
    const { body, headers } = await server.inject('/docs');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-eval');
    expect(body).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(body).not.toMatch(/\son[a-z]+=/);
    expect(body).not.toMatch(/<style|\sstyle=/);
  });

  it.each(['/docs/package.json', '/docs/index.html', '/docs/../package.json', '/docs/%2e%2e/package.json'])(
    'serves nothing else of the package: %s',
    async (url) => {
      expect((await server.inject(url)).statusCode).toBe(404);
    },
  );
});
