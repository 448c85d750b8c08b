import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parseEnv } from '@turnpike/config';
import { SCOPES } from '@turnpike/merchants';
import { catalogue } from '@turnpike/problems';
import type { RouteOptions } from 'fastify';
import { createApi, stopApi } from '../../apps/api/src/bootstrap.js';
import { type Access, takesSessions } from '../../apps/api/src/http/access.decorator.js';
import { AllowedMethods } from '../../apps/api/src/http/allowed-methods.js';
import type { Method, Operation } from '../../apps/api/src/openapi/openapi-types.js';
import { expectDocumented } from '../support/openapi-answers.js';
import { document } from '../support/openapi-schemas.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

interface Served {
  readonly method: string;
  readonly template: string;
  readonly route: RouteOptions;
}

const keyRing = (): string => `1:${randomBytes(32).toString('base64')}`;

/** The pages for people and what they load; not part of the API. */
const isAsset = (template: string): boolean => /^\/(?:docs\/.*|dashboard(?:\/.*)?)?$/.test(template);

const documented: [string, Operation][] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]): [string, Operation] => [
    `${(method as Method).toUpperCase()} ${path}`,
    operation,
  ]),
);

/** The routes that Fastify has, read from its own drawing of them, in which a step down is four columns. */
function drawn(drawing: string): string[] {
  const path: string[] = [];
  return drawing.split('\n').flatMap((line) => {
    const [, indent = '', part, methods] = /^([│├└─ ]+)(\S+)(?: \((.*)\))?$/.exec(line) ?? [];
    if (part === undefined) return [];
    path.splice(indent.length / 4 - 1, path.length, part);
    return (methods?.split(', ') ?? []).map((method) => `${method} ${path.join('')}`);
  });
}

/** What the document is to say of who may call a route. */
function securityOf(access: Access, template: string): Operation['security'] {
  switch (access.kind) {
    case 'key':
      return [{ apiKey: access.scopes }, ...(takesSessions(access, template) ? [{ session: [] }] : [])];
    case 'session':
      return [{ session: [] }];
    case 'admin':
      return [{ operatorKey: [] }, { session: [] }];
    case 'public':
      return [];
  }
}

describe('the routes of the API', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let served: Served[];

  const env = (databaseUrl: string) =>
    parseEnv({
      DATABASE_URL: databaseUrl,
      MASTER_KEYS: keyRing(),
      INVOICE_KEYS: keyRing(),
      SEAL_KEYS: keyRing(),
      ADMIN_API_KEY: randomBytes(24).toString('hex'),
      LOG_LEVEL: 'silent',
    });

  beforeAll(async () => {
    database = await createTestDatabase();
    // Every route, those put straight on Fastify included, is made known here as it is added.
    const added = jest.spyOn(AllowedMethods.prototype, 'add');
    app = await createApi({ env: env(database.url) });
    served = added.mock.calls.flatMap(([route]) =>
      [route.method].flat().map((method) => ({
        method: method.toUpperCase(),
        template: route.url.replace(/:(\w+)/g, '{$1}'),
        route,
      })),
    );
  });

  afterAll(async () => {
    await stopApi(app, env(database.url));
    await database.drop();
  });

  const api = (): Served[] =>
    served.filter(({ method, template }) => method !== 'HEAD' && !isAsset(template));

  it('are all that Fastify has, so that none came past what stands around every route', () => {
    // The drawing leaves out the slash before a wildcard.
    const known = served.map(({ method, route }) => `${method} ${route.url.replace('/*', '*')}`);
    const fastify = app.getHttpAdapter().getInstance();
    expect(drawn(fastify.printRoutes({ commonPrefix: false })).sort()).toEqual(known.sort());
  });

  it('each declare who may call them', () => {
    expect(
      served.filter(({ route }) => route.config?.access === undefined).map(({ template }) => template),
    ).toEqual([]);
  });

  it('are all in the OpenAPI document, and it describes no other', () => {
    expect(
      api()
        .map(({ method, template }) => `${method} ${template}`)
        .sort(),
    ).toEqual(documented.map(([name]) => name).sort());
  });

  it('ask of their callers what the document says', () => {
    const asked = api().map(({ method, template, route }) => {
      const access = route.config?.access;
      return [`${method} ${template}`, access === undefined ? [] : securityOf(access, template)];
    });
    expect(Object.fromEntries(asked)).toEqual(
      Object.fromEntries(documented.map(([name, operation]) => [name, operation.security])),
    );
  });

  it('know no scope that the document does not list', () => {
    expect(document.components.schemas['Scope']?.['enum']).toEqual(SCOPES);
  });

  it('refuse a caller without a key wherever they ask for one, as documented', async () => {
    for (const { method, template, route } of api()) {
      const kind = route.config?.access?.kind;
      if (kind === 'public') continue;
      const url = template.replace(/\{\w+\}/g, '1');
      const answer = await app.inject({ method: method as 'GET', url });
      expect([template, answer.statusCode, answer.json<{ error: string }>().error]).toEqual([
        template,
        401,
        kind === 'session' ? 'missing_session' : 'missing_api_key',
      ]);
      expectDocumented({ method, path: template, status: 401, headers: answer.headers, body: answer.json() });
    }
  });

  it('give the page of each kind of problem', async () => {
    for (const { slug, text } of catalogue) {
      const answer = await app.inject(`/problems/${slug}`);
      expect(answer.json()).toMatchObject({ slug, text });
      expectDocumented({
        method: 'GET',
        path: '/problems/{slug}',
        status: 200,
        headers: answer.headers,
        body: answer.json(),
      });
    }
  });

  it('give the document itself, relative to where it is read if no public address is configured', async () => {
    const answer = await app.inject('/openapi.json');
    const expected = { ...(JSON.parse(JSON.stringify(document)) as object), servers: [{ url: '/' }] };
    expect(isDeepStrictEqual(answer.json(), expected)).toBe(true);
    expectDocumented({
      method: 'GET',
      path: '/openapi.json',
      status: 200,
      headers: answer.headers,
      body: answer.json(),
    });
  });

  it('give the reference, under the policy that it needs', async () => {
    const answer = await app.inject('/docs');
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'");
    const bundle = await app.inject('/docs/swagger-ui-bundle.js');
    expect(bundle.headers).toMatchObject({ 'cache-control': 'public, max-age=86400' });
    expectDocumented({
      method: 'GET',
      path: '/docs',
      status: 200,
      headers: answer.headers,
      body: answer.body,
    });
  });
});
