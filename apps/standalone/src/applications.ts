import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Env } from '@turnpike/config';

/** A part of the instance that can be closed. */
export interface Application {
  close(): Promise<void>;
}

/** A part that serves HTTP. `listen` gives the address that it really listens on. */
export interface HttpApplication extends Application {
  listen(): Promise<string>;
}

@Controller('health')
class HealthController {
  @Get('live')
  live(): { status: string } {
    return { status: 'ok' };
  }
}

@Module({ controllers: [HealthController] })
class HealthModule {}

/** Builds the API; it does not listen yet. */
export async function openApi(env: Env): Promise<HttpApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(HealthModule, new FastifyAdapter(), {
    logger: false,
    abortOnError: false,
  });
  return {
    listen: async () => {
      await app.listen(env.port, env.host);
      return app.getUrl();
    },
    close: () => app.close(),
  };
}

/** Starts the worker. */
export async function openWorker(_env: Env): Promise<Application> {
  return { close: async () => undefined };
}
