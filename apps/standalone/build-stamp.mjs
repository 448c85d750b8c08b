import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = ['apps', 'libs', 'prisma', 'package-lock.json', 'tsconfig.json', 'nest-cli.json'];
const skipped = new Set(['node_modules', 'dist', 'generated']);
const counted = /\.(ts|tsx|mjs|prisma|sql|json|css|html|svg|md)$/;
const products = [
  'dist/apps/standalone/src/main.js',
  'dist/dashboard/index.html',
  'libs/database/src/generated/client.ts',
];

/** One hash over everything that a build reads: sources without their specs, lock file, settings, and Node's major. */
export function sourceHash(root) {
  const hash = createHash('sha256').update(`node ${process.versions.node.split('.')[0]}\n`);
  for (const path of sources.flatMap((source) => filesUnder(root, source))) {
    hash
      .update(`${path}\n`)
      .update(readFileSync(join(root, path)))
      .update('\n');
  }
  return hash.digest('hex');
}

/** True when what stands in `dist` was not built from these sources, or is not whole. */
export function isStale(root) {
  if (products.some((product) => !existsSync(join(root, product)))) return true;
  try {
    return readFileSync(stampFile(root), 'utf8') !== sourceHash(root);
  } catch {
    return true;
  }
}

/** Says that `dist` was built from the sources that had this hash. */
export function writeStamp(root, hash) {
  writeFileSync(stampFile(root), hash);
}

/** Taken away before a build, so that a build that dies half-way counts as none. */
export function removeStamp(root) {
  rmSync(stampFile(root), { force: true });
}

const stampFile = (root) => join(root, 'dist', '.stamp');

function filesUnder(root, path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  if (path.includes('.')) return [path];
  return readdirSync(absolute, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && counted.test(entry.name) && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((file) => !file.split(/[\\/]/).some((part) => skipped.has(part)))
    .sort();
}
