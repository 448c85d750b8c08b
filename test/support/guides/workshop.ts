import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { transform } from '@swc/core';

import { exists, projectRoot } from '../../architecture/project-files.js';
import { freePort } from '../free-port.js';
import { temporaryDirectory } from '../temporary-directory.js';
import type { GuideBlock } from './guide-blocks.js';
import type { GuideScene } from './guide-scene.js';
import { ServedShop } from './served-shop.js';

const run = promisify(execFile);

/** Serves what a module exports, as the runtimes do for which it is written. */
const runner = `
import { createServer } from 'node:http';
const { GET, default: app = { fetch: GET } } = await import(process.argv[2]);
if (app?.fetch) createServer(async (request, response) => {
  const asked = new Request('http://' + request.headers.host + request.url, { headers: request.headers });
  const answer = await app.fetch(asked, process.env, { waitUntil() {} });
  response.writeHead(answer.status, [...answer.headers].flat());
  response.end(await answer.text());
}).listen(process.env.PORT);`;

/** A folder in which the blocks of one section are written and run, with an empty project's means and no network. */
export class Workshop {
  private served: ServedShop | null = null;
  private printed = '';

  private constructor(
    private readonly scene: GuideScene,
    private readonly folder: Awaited<ReturnType<typeof temporaryDirectory>>,
    readonly port: number,
  ) {}

  /** Opens one. */
  static async open(scene: GuideScene): Promise<Workshop> {
    const folder = await temporaryDirectory();
    await symlink(path.join(projectRoot, 'apps'), path.join(folder.path, 'apps'));
    await symlink(scene.dataDir, path.join(folder.path, '.data'));
    return new Workshop(scene, folder, await freePort());
  }

  /** Does with a block what its marks say. Throws what went wrong. */
  async do(block: GuideBlock): Promise<void> {
    const text = this.scene.filledIn(block.text, this.port);
    const file = await this.written(block, text);
    const [purpose] = block.marks;
    if (purpose === 'install') await this.install(text);
    else if (purpose === 'serve') await this.serve(block, text, file);
    else if (purpose === 'run') this.printed = await this.bash(text);
    else if (purpose === 'output') this.compare(text);
    else if (purpose === 'load') await this.bash(`node -e "import('./${block.file ?? ''}')"`);
    else if (purpose === 'shown' && block.language === 'json') JSON.parse(block.text);
  }

  /** What a script of its own prints that uses what the blocks have written. */
  async printedBy(script: string): Promise<string> {
    await writeFile(path.join(this.folder.path, 'script.mjs'), script);
    return (await this.bash('node script.mjs')).trim();
  }

  /** Serves a file that a block has written, with these variables besides. */
  async serveFile(file: string, variables: Record<string, string>): Promise<void> {
    const place = { cwd: this.folder.path, env: { ...this.env(), ...variables }, port: this.port };
    this.served = await ServedShop.start(process.execPath, [file], place);
  }

  /** Ends what is served, and takes the folder away. */
  async close(): Promise<void> {
    await this.served?.stop();
    await this.folder.remove();
  }

  private async written({ file, language }: GuideBlock, text: string): Promise<string> {
    if (file === null) return '';
    const place = path.join(this.folder.path, file.replace(/\.ts$/, '.mjs'));
    await writeFile(place, language === 'ts' ? await withoutTypes(text) : text);
    return place;
  }

  /** What is named is there afterwards, and nothing else: the packages of this repository as they are packed, others as it has them. */
  private async install(text: string): Promise<void> {
    const [, names = ''] = /^npm install (.+)$/m.exec(text) ?? [];
    const named = names.replace('"$TURNPIKE_PACKAGES"/*.tgz', '@turnpike/middleware @turnpike/server-sdk');
    for (const name of named.split(' ')) {
      const home = name.startsWith('@turnpike/') ? this.scene.packed.path : projectRoot;
      if (home === projectRoot && !exists(`node_modules/${name}`)) throw new Error(`there is no ${name}`);
      const place = path.join(this.folder.path, 'node_modules', name);
      await mkdir(path.dirname(place), { recursive: true });
      if (!existsSync(place)) await symlink(path.join(home, 'node_modules', name), place);
    }
  }

  private async serve({ language }: GuideBlock, text: string, file: string): Promise<void> {
    await this.served?.stop();
    const options = { cwd: this.folder.path, env: this.env(), port: this.port };
    if (language === 'nginx') this.served = await ServedShop.nginx(file, text, options);
    else if (language === 'sh')
      this.served = await ServedShop.start('bash', ['--norc', '-euc', text], options);
    else {
      const script = path.join(this.folder.path, 'runner.mjs');
      await writeFile(script, runner);
      this.served = await ServedShop.start(process.execPath, [script, file], options);
    }
  }

  private async bash(text: string): Promise<string> {
    const { stdout } = await run('bash', ['--norc', '-euo', 'pipefail', '-c', text], {
      cwd: this.folder.path,
      env: this.env(),
    });
    return stdout;
  }

  private env(): Record<string, string> {
    return { ...this.scene.env, PORT: String(this.port) };
  }

  /** What was printed is the text, in which `…` stands for anything, and a line may end where none was printed to end. */
  private compare(text: string): void {
    const escaped = text.trim().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    const pattern = escaped.replaceAll('…', '[^]*').replaceAll('\n', '\\s*');
    if (!new RegExp(`^${pattern}$`).test(this.printed.trim())) throw new Error(`it printed ${this.printed}`);
  }
}

async function withoutTypes(text: string): Promise<string> {
  const parser = { syntax: 'typescript', decorators: true } as const;
  const decorators = { legacyDecorator: true, decoratorMetadata: true };
  const jsc = { target: 'es2023', parser, transform: decorators } as const;
  return (await transform(text, { module: { type: 'es6' }, jsc })).code;
}
