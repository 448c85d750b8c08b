import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';

const compressed = /\.(js|css|html|svg)$/;
const brotliQuality = 9;

/** Writes `x.gz` and `x.br` beside each text file, so that the server compresses nothing while it answers. */
const compressOnce = {
  name: 'compress-once',
  writeBundle({ dir }, bundle) {
    for (const name of Object.keys(bundle).filter((file) => compressed.test(file))) {
      const path = join(dir, name);
      const text = readFileSync(path);
      writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
      const params = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality };
      writeFileSync(`${path}.br`, brotliCompressSync(text, { params }));
    }
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: '/dashboard/',
  logLevel: 'warn',
  // While developing: `npx vite apps/dashboard` beside a running instance.
  server: {
    proxy: { '/api': { target: 'http://localhost:4020', changeOrigin: false } },
    // The setup guide shows lines of the guides beside it.
    fs: { allow: ['..'] },
  },
  build: {
    outDir: resolve(import.meta.dirname, '../../dist/dashboard'),
    emptyOutDir: true,
    target: 'es2022',
    // The policy of the pages admits no `data:` but for images.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      // Mantine marks each file for servers that render; there is none here.
      onLog: (level, log, show) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : show(level, log)),
    },
  },
  plugins: [compressOnce],
});
