import { resolve } from 'node:path';
import { defineConfig } from 'prisma/config';

// Prisma's commands look for a native engine that a bare machine cannot download. This stand-in runs the same engine
// from the WebAssembly build that npm brings, so that `npx prisma ...` works everywhere.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= resolve(import.meta.dirname, 'prisma/schema-engine.mjs');
// It neither asks for newer versions nor reports what is run.
process.env.CHECKPOINT_DISABLE ??= '1';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
