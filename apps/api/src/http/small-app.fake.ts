import { Body, Controller, Get, HttpCode, Module, Param, Post, Query } from '@nestjs/common';
import type { DynamicModule, OnModuleInit, Type } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock, ConfigModule, ManualClock, parseEnv } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { parseMerchantId } from '@turnpike/l402';
import type { Mode } from '@turnpike/l402';
import { Sessions } from '@turnpike/members';
import { ApiKeys } from '@turnpike/merchants';
import type { Principal, Scope } from '@turnpike/merchants';
import { createLogger, Logger, Metrics, NestLogger } from '@turnpike/observability';
import { MemoryRateLimitStore, RateLimitStore } from '@turnpike/redis';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { Access } from './access.decorator.js';
import { createHttpApp } from './create-http-app.js';
import { CurrentPrincipal, principalOf } from './principal.js';

/** The operator's key of the small app. */
export const ADMIN_KEY = 'operator-key-0123456789';

class ThingDto {
  @IsString()
  name!: string;

  @IsOptional()
  @Min(1)
  @Max(10)
  @IsInt()
  size?: number | null;
}

class OptionsDto {
  @IsOptional()
  @IsInt()
  seconds?: number | null;
}

/** A route of each kind, behind the real HTTP layer. */
@Controller()
class ThingsController {
  @Post('things')
  @HttpCode(200)
  @Access({ kind: 'key', scopes: ['challenges:write'], limit: 'mint' })
  make(@CurrentPrincipal() principal: Principal, @Body() body: ThingDto): object {
    return Object.assign({ keyId: principal.keyId }, body);
  }

  @Post('options')
  @Access({ kind: 'key', scopes: [], limit: 'write' })
  options(@Body() body: OptionsDto): object {
    return { seconds: body.seconds ?? null };
  }

  @Post('things/new')
  @Access({ kind: 'key', scopes: [], limit: 'write' })
  literal(): object {
    return {};
  }

  @Get('things/:id')
  @Access({ kind: 'key', scopes: ['challenges:read'], limit: 'read' })
  get(@Param('id') id: string): object {
    return { id };
  }

  @Get('search')
  @Access({ kind: 'public', limit: 'publicRead' })
  search(@Query() query: ThingDto): object {
    return query;
  }

  @Get('sandbox')
  @Access({ kind: 'key', scopes: [], limit: 'write', testOnly: true })
  sandbox(): object {
    return {};
  }

  @Get('admin')
  @Access({ kind: 'admin' })
  admin(): object {
    return {};
  }

  @Get('broken')
  @Access({ kind: 'public', limit: null })
  broken(): object {
    throw new TypeError('the inner detail');
  }

  @Get('no-database')
  @Access({ kind: 'public', limit: null })
  noDatabase(): Promise<object> {
    return Promise.reject(
      Object.assign(new Error('connect ECONNREFUSED 10.0.0.7'), { code: 'ECONNREFUSED' }),
    );
  }
}

/** A route straight on Fastify, as the hot path has it. */
@Module({})
class DirectModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance().route({
      method: 'POST',
      url: '/direct',
      config: { access: { kind: 'key', scopes: ['challenges:verify'], limit: 'verify' } },
      schema: {
        body: {
          type: 'object',
          required: ['text'],
          properties: {
            text: { type: 'string', minLength: 1 },
            sats: { type: ['integer', 'null'], minimum: 1 },
          },
        },
      },
      handler: async (request) => ({ keyId: principalOf(request).keyId, body: request.body }),
    });
  }
}

/** What a test can change: the environment, and what the app is made of beside its routes. */
export interface SmallAppOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly imports?: ReadonlyArray<Type | DynamicModule>;
  /** Who holds a key, in place of the keys that every small app knows. */
  readonly authenticate?: ApiKeys['authenticate'];
  /** Whose session a cookie is; nobody's unless it is said. */
  readonly sessionOf?: Sessions['of'];
}

/** The app with what it was given, to look at afterwards. */
export interface SmallApp {
  readonly app: NestFastifyApplication;
  readonly clock: ManualClock;
  readonly env: Env;
  readonly logLines: string[];
  readonly metrics: Metrics;
}

const PRINCIPALS: ReadonlyMap<string, Principal> = new Map([
  ['good', principal('key_good', 'test', ['challenges:write', 'challenges:verify', 'challenges:read'])],
  ['live', principal('key_live', 'live', ['challenges:write'])],
  ['scopeless', principal('key_scopeless', 'test', [])],
]);

/** Makes the app. Keys are `good`, `live`, `scopeless` and, answered late, `late`; `away` finds no database. */
export async function smallApp({
  env: changes = {},
  imports = [],
  authenticate = holderOf,
  sessionOf = () => null,
}: SmallAppOptions = {}): Promise<SmallApp> {
  const defaults = { ADMIN_API_KEY: ADMIN_KEY, PUBLIC_URL: 'https://pay.example.com', LOG_LEVEL: 'silent' };
  const env = parseEnv({ ...defaults, ...changes });
  const clock = new ManualClock(new Date('2026-12-01T10:00:12.300Z'));
  const logLines: string[] = [];
  const metrics = new Metrics();
  const apiKeys: Pick<ApiKeys, 'authenticate'> = { authenticate };
  const sessions: Pick<Sessions, 'of'> = { of: sessionOf };
  const providers = [
    {
      provide: Logger,
      useValue: createLogger({ logLevel: 'info' }, { write: (line) => logLines.push(line) }),
    },
    { provide: Metrics, useValue: metrics },
    { provide: ApiKeys, useValue: apiKeys },
    { provide: Sessions, useValue: sessions },
    {
      provide: RateLimitStore,
      inject: [Clock],
      useFactory: (now: Clock) => new MemoryRateLimitStore(now, 1000),
    },
    NestLogger,
  ];
  class SmallAppModule {}
  const app = await createHttpApp(
    {
      module: SmallAppModule,
      imports: [ConfigModule.forRoot(env, clock), DirectModule, ...imports],
      controllers: [ThingsController],
      providers,
      exports: providers,
      global: true,
    },
    env,
  );
  return { app, clock, env, logLines, metrics };
}

function holderOf(key: string): ReturnType<ApiKeys['authenticate']> {
  if (key === 'late') return Promise.resolve(PRINCIPALS.get('good') ?? null);
  if (key === 'away') return Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
  return PRINCIPALS.get(key) ?? null;
}

function principal(keyId: string, mode: Mode, scopes: readonly Scope[]): Principal {
  const merchantId = parseMerchantId(42);
  if (merchantId === null) throw new Error('42 is a merchant id');
  return {
    keyId,
    actor: { kind: 'api_key', id: keyId, label: null },
    merchantId,
    mode,
    scopes: new Set(scopes),
    planTier: 'free',
    isActive: true,
    settings: {
      strictVerify: false,
      settlementPolicy: 'preimage',
      tokenValiditySeconds: 3600,
      invoiceExpirySeconds: 600,
      mppEnabled: true,
      mppPreimageOnly: 'compatible',
      realm: null,
    },
  };
}
