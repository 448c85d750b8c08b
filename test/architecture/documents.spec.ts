import path from 'node:path';
import { EVENT_TYPES } from '@turnpike/events';
import { eventTypes } from '../../apps/dashboard/src/pages/webhooks/event-words.js';
import { exists, projectFiles, textOf } from './project-files.js';

const documents = projectFiles.filter((file) => file.endsWith('.md'));
const written = projectFiles.filter(
  (file) =>
    /\.(md|ts|mjs|sql|prisma|yml|json)$|^Dockerfile$|^\.ci\/run$/.test(file) &&
    file !== 'package-lock.json' &&
    !file.startsWith('test/vectors/'),
);

describe('documents', () => {
  it('are all there', () => {
    const expected = [
      'README.md',
      'ARCHITECTURE.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
      'SECURITY.md',
      'LICENSE',
    ];
    expect(expected.filter((file) => !exists(file))).toEqual([]);
  });

  it('link only to files and headings that exist', () => {
    const anchors = (file: string): string[] =>
      [...textOf(file).matchAll(/^#+ (.+)$/gm)].map((match) =>
        (match[1] ?? '')
          .toLowerCase()
          .replace(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      );
    const broken = documents.flatMap((file) =>
      [...textOf(file).matchAll(/\]\(([^)\s]+)\)/g)]
        .map((match) => match[1] ?? '')
        .filter((link) => !/^(https?:|mailto:)/.test(link))
        .filter((link) => {
          const [target = '', heading] = link.split('#');
          const resolved = target === '' ? file : path.posix.join(path.posix.dirname(file), target);
          if (!exists(resolved)) return true;
          return heading !== undefined && !anchors(resolved).includes(heading);
        })
        .map((link) => `${file}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('name only folders and files that exist', () => {
    const roots = /^(apps|libs|prisma|test|\.ci)\//;
    const missing = documents.flatMap((file) =>
      [...textOf(file).matchAll(/`([\w./-]+)`/g)]
        .map((match) => match[1] ?? '')
        .filter((name) => roots.test(name) && !exists(name.replace(/\/$/, '')))
        .map((name) => `${file}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('name every event that a webhook can ask for, as the dashboard does', () => {
    expect(EVENT_TYPES.filter((type) => !textOf('apps/docs/webhooks.md').includes(`\`${type}\``))).toEqual(
      [],
    );
    expect([...eventTypes].sort()).toEqual([...EVENT_TYPES].sort());
  });

  it('give as commands only scripts that package.json has', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const unknown = documents.flatMap((file) =>
      [...textOf(file).matchAll(/npm run (?:--\S+ )*([\w:-]+)/g)]
        .map((match) => match[1] ?? '')
        .filter((name) => !(name in scripts))
        .map((name) => `${file}: npm run ${name}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe('every text', () => {
  it('cites only documents that a reader has', () => {
    const strange = written.flatMap((file) =>
      [...textOf(file).matchAll(/\b[\w-]+\.md\b/g)]
        .map((match) => match[0])
        // One that the gateway makes for whoever asks.
        .filter((name) => name !== 'manifest.md')
        .filter((name) => !documents.some((known) => path.posix.basename(known) === name))
        .map((name) => `${file}: ${name}`),
    );
    expect(strange).toEqual([]);
  });

  it('holds no path of somebody’s machine', () => {
    const local = /(?:^|[\s'"`(=])\/(?:[h]ome|[w]ork|[r]oot|[U]sers)\//;
    expect(written.filter((file) => local.test(textOf(file)))).toEqual([]);
  });

  it('cites no numbered decision but those of ARCHITECTURE.md', () => {
    const numbers = new Set(
      [...textOf('ARCHITECTURE.md').matchAll(/^### (\d+)\. /gm)].map((match) => Number(match[1])),
    );
    const strange = written.flatMap((file) =>
      [...textOf(file).matchAll(/\b[dD]ecision (\d+)\b/g)]
        .filter((match) => !numbers.has(Number(match[1])))
        .map((match) => `${file}: ${match[0]}`),
    );
    expect(strange).toEqual([]);
  });
});

describe('CHANGELOG.md', () => {
  it('has the version of package.json first, or what is not released yet', () => {
    const { version } = JSON.parse(textOf('package.json')) as { version: string };
    const first = /^## \[([^\]]+)\]/m.exec(textOf('CHANGELOG.md'))?.[1];
    expect(['Unreleased', version]).toContain(first);
  });
});
