import { exists, projectFiles, textOf } from './project-files.js';

interface PackageJson {
  readonly type: string;
  readonly license: string;
  readonly engines: Record<string, string>;
  readonly scripts: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

const manifest = JSON.parse(textOf('package.json')) as PackageJson;
const all = { ...manifest.dependencies, ...manifest.devDependencies };

describe('package.json', () => {
  it('has the packages that the project is built on', () => {
    const fixed = ['@nestjs/core', '@nestjs/platform-fastify', 'prisma', '@prisma/client', 'macaroon'];
    const more = ['bolt11', 'bullmq', 'ioredis', 'class-validator', 'jest'];
    expect([...fixed, ...more].filter((name) => !(name in all))).toEqual([]);
  });

  it('pins every package to one version, so that two installs are one program', () => {
    const loose = Object.entries(all).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('names no package twice', () => {
    const twice = Object.keys(manifest.dependencies).filter((name) => name in manifest.devDependencies);
    expect(twice).toEqual([]);
  });

  it('has the commands that the documents name', () => {
    const commands = ['start', 'build', 'test', 'types', 'lint', 'format', 'format:check', 'check', 'bench'];
    expect(commands.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  it('starts from the bare file, so that a signal reaches the program', () => {
    expect(manifest.scripts['start']).toBe('node apps/standalone/start.mjs');
  });

  it('is an ES module project under the MIT licence for Node 20.19 and later', () => {
    expect(manifest).toMatchObject({ type: 'module', license: 'MIT', engines: { node: '>=20.19' } });
  });
});

describe('package-lock.json', () => {
  const lock = JSON.parse(textOf('package-lock.json')) as {
    packages: Record<string, { version?: string; resolved?: string; integrity?: string; link?: boolean }>;
  };

  it('names no host, so that every registry serves it', () => {
    const hosts = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined);
    expect(hosts.map(([name]) => name)).toEqual([]);
  });

  it('holds a checksum for every package', () => {
    const bare = Object.entries(lock.packages).filter(
      ([name, entry]) => name !== '' && entry.link !== true && entry.integrity === undefined,
    );
    expect(bare.map(([name]) => name)).toEqual([]);
  });

  it('agrees with package.json', () => {
    const stale = Object.entries(all).filter(
      ([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version,
    );
    expect(stale).toEqual([]);
  });
});

describe('the top level', () => {
  const folders = ['.ci', 'apps', 'libs', 'prisma', 'test'];
  const files = [
    ...['package.json', 'package-lock.json', 'tsconfig.json', 'nest-cli.json', 'docker-compose.yml'],
    ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE'],
    ...['Dockerfile', 'eslint.config.mjs', 'prisma.config.ts'],
  ];

  it('holds what it should and nothing else, dot-files aside', () => {
    const found = new Set(projectFiles.map((file) => file.split('/')[0] ?? ''));
    const unexpected = [...found].filter(
      (name) => !folders.includes(name) && !files.includes(name) && !name.startsWith('.'),
    );
    expect(unexpected).toEqual([]);
    expect([...folders, ...files].filter((name) => !exists(name))).toEqual([]);
  });
});
