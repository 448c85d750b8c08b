// `npm run pack:libs` makes the two published packages as tarballs in dist/packages: modules and CommonJS, each with types,
// and http402 within. Plain JavaScript, as it runs without a build.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** The entries of each package by the name of their file, as paths from its sources. */
const packages = {
  'server-sdk': { index: 'index' },
  middleware: {
    index: 'index',
    ...Object.fromEntries(
      ['express', 'fastify', 'nest', 'hono', 'fetch'].map((skin) => [skin, `skins/${skin}`]),
    ),
  },
};

/** Makes both tarballs in the folder and gives their paths. */
export async function packLibs(into = join(root, 'dist/packages')) {
  const tarballs = [];
  for (const [lib, entries] of Object.entries(packages)) {
    const from = join(root, 'libs', lib);
    const folder = join(into, lib);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const sources = Object.fromEntries(
      Object.entries(entries).map(([name, path]) => [name, join(from, 'src', `${path}.ts`)]),
    );
    await bundle(folder, sources);
    declare(lib, folder, Object.values(sources));
    writeFileSync(join(folder, 'cjs/package.json'), '{ "type": "commonjs" }\n');
    for (const file of ['package.json', 'README.md', 'LICENSE']) cpSync(join(from, file), join(folder, file));
    if (lib === 'middleware') addLicences(folder, ['qrcode', 'dijkstrajs']);
    const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', into], {
      cwd: folder,
    });
    tarballs.push(join(into, JSON.parse(stdout)[0].filename));
  }
  return tarballs;
}

/** Bundles the entries twice. What is no file of ours, nor the QR code, is left to whoever installs the package. */
async function bundle(folder, entry) {
  for (const [format, outDir] of [
    ['es', 'esm'],
    ['cjs', 'cjs'],
  ]) {
    await build({
      configFile: false,
      logLevel: 'warn',
      resolve: { alias: { '@turnpike/http402': join(root, 'libs/http402/src/index.ts') } },
      build: {
        outDir: join(folder, outDir),
        target: 'es2022',
        minify: false,
        lib: { entry, formats: [format], fileName: (_format, name) => `${name}.js` },
        rolldownOptions: { external: [/^@turnpike\/server-sdk$/, /^@nestjs\//] },
      },
    });
  }
}

/** Writes the types of the entries and of http402, for each of the two module systems. */
function declare(lib, folder, entries) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent({ ...config, files: entries, include: [] }, ts.sys, root);
  const options = {
    ...parsed.options,
    declaration: true,
    emitDeclarationOnly: true,
    sourceMap: false,
    types: ['node'],
  };
  const program = ts.createProgram(entries, options);
  const problems = ts.getPreEmitDiagnostics(program);
  if (problems.length > 0) throw new Error(ts.formatDiagnostics(problems, ts.createCompilerHost(options)));
  const ours = new RegExp(`/libs/((?:${lib}|http402)/src/.*\\.d\\.ts)$`);
  program.emit(undefined, (name, text) => {
    const path = ours.exec(name.replaceAll('\\', '/'))?.[1];
    if (path === undefined) return;
    const up = '../'.repeat(path.split('/').length - 1);
    const bundled = text.replaceAll(/(['"])@turnpike\/http402\1/g, `'${up}http402/src/index.js'`);
    for (const side of ['esm', 'cjs']) {
      const file = join(folder, side, 'types', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bundled);
    }
  });
}

/** What is bundled and not ours comes with its licence. */
function addLicences(folder, names) {
  const texts = names.map((name) => {
    const home = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    const file = readdirSync(home).find((one) => /^licen[cs]e/i.test(one));
    return `${name} ${version} (${license})\n\n${file ? readFileSync(join(home, file), 'utf8').trim() : ''}`;
  });
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES'), `${texts.join('\n\n----\n\n')}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const tarball of await packLibs(process.argv[2])) process.stdout.write(`${tarball}\n`);
}
