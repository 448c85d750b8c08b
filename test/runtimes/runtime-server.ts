import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

import type { PackedProject } from '../support/packed-libs.js';
import type { RuntimeName } from './installed-runtimes.js';

const run = promisify(execFile);
const here = import.meta.dirname;

const SCRIPTS: Record<RuntimeName, string> = {
  bun: 'serve-bun.mjs',
  deno: 'serve-deno.mjs',
  node18: 'serve-node.mjs',
  workerd: 'serve-worker.mjs',
};

/** A paid handler that a runtime serves. */
export interface RuntimeServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Serves the paid handler with the packages as they are installed in the project. */
export async function serveWith(
  name: RuntimeName,
  program: string,
  project: PackedProject,
  { key, url }: { readonly key: string; readonly url: string },
): Promise<RuntimeServer> {
  const script = SCRIPTS[name];
  for (const file of ['paid-handler.mjs', script]) {
    await copyFile(path.join(here, file), path.join(project.path, file));
  }
  const args: Record<RuntimeName, () => Promise<string[]> | string[]> = {
    bun: () => [script, key, url],
    deno: () => ['run', '--allow-net', '--allow-env', '--node-modules-dir=manual', script, key, url],
    node18: () => [script, key, url],
    workerd: () => workerArguments(project, script, key, url),
  };
  const child = spawn(program, await args[name](), {
    cwd: project.path,
    // The fourth is where workerd says on which port it listens.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [, output, errors, control] = child.stdio;
  let complaints = '';
  errors?.on('data', (chunk: Buffer) => (complaints += String(chunk)));
  const ended = once(child, 'exit');
  const port = await Promise.race([
    portFrom((name === 'workerd' ? control : output) as Readable),
    ended.then(() => {
      throw new Error(`${name} ended: ${complaints}`);
    }),
  ]);
  return {
    port,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** The number in the first line that has one. */
async function portFrom(output: Readable): Promise<number> {
  for await (const line of createInterface({ input: output })) {
    const port = /(\d{2,5})\D*$/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error('no port was said');
}

async function workerArguments(
  project: PackedProject,
  script: string,
  key: string,
  url: string,
): Promise<string[]> {
  const entry = path.join(project.path, script);
  await run(process.execPath, [path.join(here, 'bundle-worker.mjs'), entry, project.path]);
  await project.write(
    'config.capnp',
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .shop),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const shop :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-01-01",
  bindings = [(name = "KEY", text = "${key}"), (name = "URL", text = "${url}")],
);
`,
  );
  return ['serve', 'config.capnp', '--control-fd=3'];
}
