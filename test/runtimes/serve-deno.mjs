import { paidHandler } from './paid-handler.mjs';

const [key, url] = Deno.args;
Deno.serve(
  { hostname: '127.0.0.1', port: 0, onListen: ({ port }) => console.log(port) },
  paidHandler(key, url),
);
