import { standIn } from './stand-in.js';

// To look at the pages: node --import ./test/support/run-typescript.mjs test/support/dashboard/serve.ts [port] [folder of the built pages]
const server = await standIn({}, process.argv[3]);
await server.listen({ host: '127.0.0.1', port: Number(process.argv[2] ?? 4030) });
