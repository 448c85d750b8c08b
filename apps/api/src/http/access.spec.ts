import { Controller, Get, Module, Post } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { Access } from './access.decorator.js';
import { principalOf } from './principal.js';
import { ADMIN_KEY, smallApp } from './small-app.fake.js';
import type { SmallApp, SmallAppOptions } from './small-app.fake.js';

const opened: SmallApp[] = [];
const open = async (options?: SmallAppOptions): Promise<SmallApp> => {
  const small = await smallApp(options);
  opened.push(small);
  return small;
};
afterEach(async () => {
  for (const { app } of opened.splice(0)) await app.close();
});

const status = async ({ app }: SmallApp, url: string, key?: string): Promise<number> =>
  (await app.inject({ url, headers: key === undefined ? {} : { 'x-api-key': key } })).statusCode;

describe('the order of checks', () => {
  const tooLarge = 'x'.repeat(65_537);
  const send = async (key: string | null, payload: string, env: Record<string, string> = {}) => {
    const { app } = await open({ env });
    const headers = { 'content-type': 'application/json', ...(key === null ? {} : { 'x-api-key': key }) };
    return (await app.inject({ method: 'POST', url: '/things', headers, payload })).json().error;
  };

  it('is key, then scope, then rate, then the size of the body, then its form, then its members', async () => {
    expect(await send(null, tooLarge)).toBe('missing_api_key');
    expect(await send('bad', tooLarge)).toBe('invalid_api_key');
    expect(await send('scopeless', tooLarge)).toBe('scope_missing');
    expect(await send('good', tooLarge)).toBe('payload_too_large');
    expect(await send('good', '{"name":')).toBe('malformed_json');
    expect(await send('good', '{}')).toBe('validation_failed');
  });

  it('refuses a rate before it reads the body', async () => {
    const { app } = await open({ env: { RATE_LIMIT_MINT: '1' } });
    const headers = { 'content-type': 'application/json', 'x-api-key': 'good' };
    const errors = [];
    for (const payload of ['{}', tooLarge]) {
      errors.push((await app.inject({ method: 'POST', url: '/things', headers, payload })).json().error);
    }
    expect(errors).toEqual(['validation_failed', 'rate_limited']);
  });
});

describe('an API key', () => {
  it('is read from the header in any case, without blanks around it, at once or late', async () => {
    const small = await open();
    for (const headers of [{ 'X-API-KEY': 'good' }, { 'x-Api-Key': '  good ' }, { 'x-api-key': 'late' }]) {
      expect((await small.app.inject({ url: '/things/1', headers })).statusCode).toBe(200);
    }
  });

  it('is missing when the header is blank', async () => {
    const small = await open();
    const answer = await small.app.inject({ url: '/things/1', headers: { 'x-api-key': '  ' } });
    expect(answer.json().error).toBe('missing_api_key');
  });

  it('names the missing scope and the plan', async () => {
    const { app } = await open();
    const answer = await app.inject({ url: '/things/1', headers: { 'x-api-key': 'scopeless' } });
    expect(answer.json()).toMatchObject({ required_scope: 'challenges:read', current_plan: 'free' });
  });

  it('reaches the handler of a Nest route and of a direct one as the principal', async () => {
    const { app } = await open();
    const headers = { 'x-api-key': 'good' };
    const nest = await app.inject({ method: 'POST', url: '/things', headers, payload: { name: 'a' } });
    const direct = await app.inject({ method: 'POST', url: '/direct', headers, payload: { text: 'a' } });
    expect([nest.json().keyId, direct.json().keyId]).toEqual(['key_good', 'key_good']);
  });
});

describe('wrong keys', () => {
  it('are limited per address, while a right key from there still passes', async () => {
    const small = await open({ env: { RATE_LIMIT_FAILED_KEYS: '2' } });
    const seen = [];
    for (let i = 0; i < 3; i++) seen.push(await status(small, '/things/1', 'bad'));
    expect(seen).toEqual([401, 401, 429]);
    expect(await status(small, '/admin', 'not the operator')).toBe(429);
    expect(await status(small, '/things/1', 'good')).toBe(200);
    expect(await status(small, '/admin', ADMIN_KEY)).toBe(200);
    small.clock.advanceSeconds(60);
    expect(await status(small, '/things/1', 'bad')).toBe(401);
  });

  it('are not limited when that is switched off', async () => {
    const small = await open({ env: { RATE_LIMIT_FAILED_KEYS: '0' } });
    for (let i = 0; i < 100; i++) expect(await status(small, '/things/1', 'bad')).toBe(401);
  });
});

describe('admin routes', () => {
  it('want the operator’s key', async () => {
    const small = await open();
    expect(await status(small, '/admin')).toBe(401);
    expect(await status(small, '/admin', 'good')).toBe(401);
    expect(await status(small, '/admin', `${ADMIN_KEY}x`)).toBe(401);
    expect(await status(small, '/admin', ADMIN_KEY)).toBe(200);
  });

  it('do not exist without one, whatever the method', async () => {
    const small = await open({ env: { ADMIN_API_KEY: '' } });
    for (const key of [undefined, 'good', ADMIN_KEY]) expect(await status(small, '/admin', key)).toBe(404);
    for (const method of ['POST', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      const answer = await small.app.inject({ method, url: '/admin' });
      expect([answer.statusCode, answer.json().error]).toEqual([404, 'not_found']);
    }
  });

  it('are no way in to the routes of merchants', async () => {
    expect(await status(await open(), '/things/1', ADMIN_KEY)).toBe(401);
  });
});

describe('a route that does not declare who may call it', () => {
  @Controller()
  class ForgetfulController {
    @Get('forgotten')
    forgotten(): object {
      return {};
    }
  }
  @Module({ controllers: [ForgetfulController] })
  class ForgetfulModule {}

  @Module({})
  class DirectForgetfulModule implements OnModuleInit {
    constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

    onModuleInit(): void {
      this.host.httpAdapter.getInstance().options('/forgotten', async () => ({}));
    }
  }

  @Module({})
  class EarlyForgetfulModule {
    constructor(host: HttpAdapterHost<FastifyAdapter>) {
      host.httpAdapter.getInstance().get('/forgotten', async () => ({}));
    }
  }

  it.each([
    ['in a controller', ForgetfulModule, 'GET /forgotten'],
    ['on Fastify', DirectForgetfulModule, 'OPTIONS /forgotten'],
    ['on Fastify, as its module is made', EarlyForgetfulModule, 'GET /forgotten'],
  ])('keeps the process from starting: %s', async (_where, module, name) => {
    await expect(open({ imports: [module] })).rejects.toThrow(`${name} does not declare who may call it`);
  });

  it('is not a HEAD route, which is as open as the GET route it is made from', async () => {
    @Controller()
    class HeadController {
      @Get('guarded')
      @Access({ kind: 'key', scopes: [], limit: 'read' })
      guarded(): object {
        return {};
      }

      @Post('guarded')
      @Access({ kind: 'key', scopes: [], limit: 'read' })
      post(): object {
        return {};
      }
    }
    @Module({ controllers: [HeadController] })
    class HeadModule {}
    const { app } = await open({ imports: [HeadModule] });
    expect((await app.inject({ method: 'HEAD', url: '/guarded' })).statusCode).toBe(401);
    const answer = await app.inject({ method: 'HEAD', url: '/guarded', headers: { 'x-api-key': 'good' } });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['x-ratelimit-remaining']).toBe('599');
  });
});

describe('a route put on Fastify as its module is made', () => {
  @Module({})
  class EarlyModule {
    constructor(host: HttpAdapterHost<FastifyAdapter>) {
      host.httpAdapter.getInstance().route({
        method: 'GET',
        url: '/early',
        config: { access: { kind: 'key', scopes: ['challenges:read'], limit: 'read' } },
        handler: async (request) => {
          if (request.headers['x-break'] !== undefined) throw new Error('inner');
          return { keyId: principalOf(request).keyId };
        },
      });
    }
  }

  it('has all that stands around every other: guard, limit, headers, problems and log', async () => {
    const small = await open({ imports: [EarlyModule] });
    expect(await status(small, '/early')).toBe(401);
    expect(await status(small, '/early', 'scopeless')).toBe(403);
    const answer = await small.app.inject({ url: '/early', headers: { 'x-api-key': 'good' } });
    expect(answer.json()).toEqual({ keyId: 'key_good' });
    expect(answer.headers).toMatchObject({ 'x-ratelimit-remaining': '599', 'x-api-version': '1' });
    const headers = { 'x-api-key': 'good', 'x-break': '1' };
    expect((await small.app.inject({ url: '/early', headers })).json().error).toBe('internal_error');
    expect((await small.app.inject({ method: 'POST', url: '/early' })).headers['allow']).toBe('GET, HEAD');
    expect(small.logLines.filter((line) => line.includes('"route":"/early"'))).toHaveLength(5);
  });
});
