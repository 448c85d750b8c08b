import 'reflect-metadata';

import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { AddressInfo, Server } from 'node:net';

import { All, Controller, Module, Req, Res, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { l402 as expressPaywall, l402Of } from '@turnpike/middleware/express';
import { l402 as fastifyPaywall } from '@turnpike/middleware/fastify';
import { l402 as nestPaywall } from '@turnpike/middleware/nest';
import express, { type Request as ExpressRequest } from 'express';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';

import { answerOf, asText, type PaidShop, type SaleKind, type ShopPlan } from './paid-shop.js';

const KINDS: readonly SaleKind[] = ['cheap', 'dear'];
const sizeOf = (request: unknown): string =>
  asText((request as { query: Record<string, unknown> }).query['size']);

/** A shop on Express: one router for each kind. */
export async function expressShop(plan: ShopPlan): Promise<PaidShop> {
  const app = express();
  app.set('query parser', 'extended');
  for (const kind of KINDS) {
    const router = express.Router();
    router.use(expressPaywall<ExpressRequest>(plan.sale(kind, sizeOf)));
    router.use(async (req, res) => {
      const { status, text } = await answerOf(plan, { kind, size: sizeOf(req), result: l402Of(req) });
      res.status(status).set('Cache-Control', 'public, max-age=60').vary('Accept').send(text);
    });
    app.use(`/${kind}`, router);
  }
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return overHttp(server, () => new Promise((resolve) => server.close(() => resolve())));
}

/** A shop on Fastify. */
export async function fastifyShop(plan: ShopPlan): Promise<PaidShop> {
  const app = fastify();
  for (const kind of KINDS) {
    app.all(`/${kind}/*`, { onRequest: fastifyPaywall(plan.sale(kind, sizeOf)) }, async (request, reply) => {
      const { status, text } = await answerOf(plan, { kind, size: sizeOf(request), result: l402Of(request) });
      return reply
        .code(status)
        .header('cache-control', 'public, max-age=60')
        .header('vary', 'Accept')
        .send(text);
    });
  }
  await app.listen({ port: 0, host: '127.0.0.1' });
  return overHttp(app.server, () => app.close());
}

/** A shop on Nest, over Fastify. */
export async function nestShop(plan: ShopPlan): Promise<PaidShop> {
  const controllers = KINDS.map((kind) => {
    @Controller(kind)
    @UseGuards(nestPaywall(plan.sale(kind, sizeOf)))
    class SaleController {
      @All('*')
      async serve(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
        const { status, text } = await answerOf(plan, {
          kind,
          size: sizeOf(request),
          result: l402Of(request),
        });
        await reply
          .code(status)
          .header('cache-control', 'public, max-age=60')
          .header('vary', 'Accept')
          .send(text);
      }
    }
    return SaleController;
  });
  @Module({ controllers })
  class ShopModule {}
  const app = await NestFactory.create<NestFastifyApplication>(ShopModule, new FastifyAdapter(), {
    logger: false,
  });
  await app.listen(0, '127.0.0.1');
  return overHttp(app.getHttpServer(), () => app.close());
}

/** Asks a server on this machine, target and headers as they are. */
export function overHttp(server: Server, close: () => Promise<void>): PaidShop {
  return {
    ask: ({ method = 'GET', target, headers = {} }) =>
      new Promise((resolve, reject) => {
        const { port } = server.address() as AddressInfo;
        const sent = httpRequest({ host: '127.0.0.1', port, method, path: target, headers, agent: false });
        sent.once('error', reject);
        sent.once('response', (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.once('error', reject);
          answer.once('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              lines: (name) => answer.headersDistinct[name] ?? [],
              text: Buffer.concat(chunks).toString(),
            }),
          );
        });
        sent.end();
      }),
    close,
  };
}
