import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
const outputBytesMax = 32 * 1024 * 1024;
const waitMillisMax = 400_000;

/** What a hook is given that runs one of the scripts: they take a minute, and several on a busy machine. */
export const BROWSER_HOOK_MILLIS = waitMillisMax + 20_000;

/** Where a Chromium is, if this machine has one. */
export const chromiumPath = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (candidate) => candidate !== undefined && existsSync(candidate),
);

/** `describe` where there is a browser; elsewhere the tests are left out, and say so by their name. */
export const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

type Script =
  | 'account'
  | 'browse'
  | 'deeds'
  | 'errands'
  | 'journeys'
  | 'onboarding'
  | 'pay-page'
  | 'proxy-errands'
  | 'proxy-sale'
  | 'untidy-walks';

/** Runs one of the browser's scripts of this folder in a process of its own and reads what it found. */
export async function inBrowser<T>(script: Script, input: object): Promise<T> {
  const file = `${import.meta.dirname}/${script}.mjs`;
  const { stdout } = await run(process.execPath, [file, JSON.stringify(input)], {
    env: { ...process.env, CHROMIUM: chromiumPath },
    maxBuffer: outputBytesMax,
    timeout: waitMillisMax,
  });
  return JSON.parse(stdout) as T;
}
