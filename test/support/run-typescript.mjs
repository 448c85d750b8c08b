// Lets Node run the TypeScript of this folder as it stands: `node --import ./test/support/run-typescript.mjs file.ts`.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
