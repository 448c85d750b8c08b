import { execFile } from 'node:child_process';
import { cp, lstat, mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { contextFilter, type Stage } from './dockerfile.js';

const run = promisify(execFile);

/** Where a stage's file system begins, and what its instructions have set. */
interface Built {
  readonly root: string;
  readonly environment: Record<string, string>;
  workdir: string;
}

/** A built image: its working folder on this machine, and what its last stage sets for the process that runs in it. */
export interface Image {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The part of this process's environment that a build needs: tools, and the packages that npm already has. */
function surroundings(home: string): Record<string, string> {
  const kept = ['PATH', 'npm_config_cache', 'npm_config_registry', 'HTTPS_PROXY', 'NODE_EXTRA_CA_CERTS'];
  const given = Object.entries(process.env).filter(
    (entry): entry is [string, string] => kept.includes(entry[0]) && entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(given),
    HOME: process.env['HOME'] ?? home,
    npm_config_prefer_offline: 'true',
  };
}

/**
 * Does what the Dockerfile says, step by step, in an empty folder of this machine, so that the tests need no Docker. The
 * base image is whatever runs the tests. Paths of the image begin at the stage's own root; a step that fails throws
 * with what it printed.
 */
export async function buildImage(stages: readonly Stage[], context: string, scratch: string): Promise<Image> {
  const built = new Map<string, Built>();
  let last: Built | undefined;
  for (const [index, stage] of stages.entries()) {
    const current: Built = {
      root: path.join(scratch, `stage-${String(index)}`),
      environment: {},
      workdir: '/',
    };
    await mkdir(current.root, { recursive: true });
    for (const { name, rest } of stage.instructions) {
      if (name === 'WORKDIR') {
        current.workdir = path.posix.resolve(current.workdir, rest);
        await mkdir(inside(current, '.'), { recursive: true });
      } else if (name === 'ENV') {
        const [key = '', ...value] = rest.split('=');
        current.environment[key] = value.join('=');
      } else if (name === 'COPY') {
        await copy(rest, context, built, current);
      } else if (name === 'RUN') {
        await run('sh', ['-ec', rest], {
          cwd: inside(current, '.'),
          env: { ...surroundings(current.root), ...current.environment },
          maxBuffer: 64 * 1024 * 1024,
        });
      }
    }
    if (stage.name !== null) built.set(stage.name, current);
    last = current;
  }
  if (last === undefined) throw new Error('the Dockerfile has no stage');
  return { folder: inside(last, '.'), environment: last.environment };
}

/** Where a path of the image is on this machine. */
function inside(stage: Built, name: string): string {
  return path.join(stage.root, path.posix.resolve(stage.workdir, name));
}

async function copy(
  rest: string,
  context: string,
  built: ReadonlyMap<string, Built>,
  current: Built,
): Promise<void> {
  const words = rest.split(/\s+/);
  const from = words[0]?.startsWith('--from=') === true ? words.shift()?.slice('--from='.length) : undefined;
  const source = from === undefined ? undefined : built.get(from);
  if (from !== undefined && source === undefined) throw new Error(`there is no stage ${from} to copy from`);
  const target = words.pop() ?? '.';
  const admits = contextFilter(context);
  for (const word of words) {
    const origin = source === undefined ? path.join(context, word) : inside(source, word);
    const isFolder = (await lstat(origin)).isDirectory();
    const into = target.endsWith('/') || target === '.' || words.length > 1;
    // A folder's content goes into the target, a file goes into it only if the target is a folder.
    const destination = inside(current, into && !isFolder ? path.join(target, path.basename(word)) : target);
    // Nobody reads a stage any more when a later one has copied from it, and moving ten thousands of files is cheap.
    if (source !== undefined) await move(origin, destination);
    else
      await cp(origin, destination, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (file) => isFolderOnTheWay(file, context) || admits(path.relative(context, file)),
      });
    if ((await readdir(path.dirname(destination))).length === 0)
      throw new Error(`COPY ${word} copied nothing`);
  }
}

async function move(origin: string, destination: string): Promise<void> {
  await mkdir(path.dirname(destination), { recursive: true });
  await rename(origin, destination);
}

/** `cp` asks about folders before their content; the context itself has no rule. */
function isFolderOnTheWay(file: string, context: string): boolean {
  return path.relative(context, file) === '';
}
