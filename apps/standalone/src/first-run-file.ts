import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type MerchantId, parseMerchantId } from '@turnpike/l402';

/** What `first-run.json` holds, for people and scripts on this machine. */
export interface FirstRun {
  /** Where the instance listens; `null` until it does. */
  readonly baseUrl: string | null;
  readonly merchantId: MerchantId;
  readonly testApiKey: string;
}

const FILE = 'first-run.json';
const OWNER_ONLY = 0o600;

/** The file's path, to show. */
export function firstRunPath(dataDir: string): string {
  return join(dataDir, FILE);
}

/** The file's content; `null` if there is none or it does not hold merchant and key, which is then made anew. */
export async function readFirstRun(dataDir: string): Promise<FirstRun | null> {
  try {
    const content: unknown = JSON.parse(await readFile(firstRunPath(dataDir), 'utf8'));
    if (typeof content !== 'object' || content === null) return null;
    const { baseUrl, merchantId: id, testApiKey } = content as Record<string, unknown>;
    const merchantId = parseMerchantId(id);
    if (merchantId === null || typeof testApiKey !== 'string') return null;
    return { baseUrl: typeof baseUrl === 'string' ? baseUrl : null, merchantId, testApiKey };
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Replaces the file at once, readable by its owner only: whoever reads it sees the old content or the new. If that fails
 * nothing is left that holds the key.
 */
export async function writeFirstRun(dataDir: string, firstRun: FirstRun): Promise<void> {
  const draft = `${firstRunPath(dataDir)}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', OWNER_ONLY);
  try {
    try {
      await file.writeFile(`${JSON.stringify(firstRun, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, firstRunPath(dataDir));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
