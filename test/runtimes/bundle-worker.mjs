// Puts a worker and what it imports into one module: node bundle-worker.mjs <entry> <folder>
import { build } from 'vite';

const [entry, outDir] = process.argv.slice(2);
await build({
  configFile: false,
  logLevel: 'error',
  root: outDir,
  build: {
    outDir,
    emptyOutDir: false,
    minify: false,
    lib: { entry, formats: ['es'], fileName: () => 'worker.js' },
  },
});
