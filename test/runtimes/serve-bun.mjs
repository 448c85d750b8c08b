import { paidHandler } from './paid-handler.mjs';

const [key, url] = process.argv.slice(2);
console.log(Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: paidHandler(key, url) }).port);
