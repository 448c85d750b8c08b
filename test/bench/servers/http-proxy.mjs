// What passing on costs by itself: @fastify/http-proxy and nothing else.
import httpProxy from '@fastify/http-proxy';
import Fastify from 'fastify';
import { serve } from './serve.mjs';

const { upstream, prefix } = JSON.parse(process.argv[2]);
const app = Fastify({ logger: false });
await app.register(httpProxy, { upstream, prefix });
await app.listen({ port: 0, host: '127.0.0.1' });
serve(app.server.address().port, () => app.close());
