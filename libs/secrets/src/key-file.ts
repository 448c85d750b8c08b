import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { parseKeyRing } from '@turnpike/config';
import type { KeyEntry } from '@turnpike/config';

/** The three rings that an instance needs. */
export interface InstanceKeys {
  readonly masterKeys: readonly KeyEntry[];
  readonly invoiceKeys: readonly KeyEntry[];
  readonly sealKeys: readonly KeyEntry[];
}

/** The key file holds something else than keys: what is wrong and what to do, in one line without its content. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

const FILE = 'keys.json';
const OWNER_ONLY = 0o600;
/** Others may pass through, as the database may run under another user, but not list what is there. */
const FOLDER_MODE = 0o711;
const KEY_BYTES = 32;

/**
 * The keys that belong to the embedded database, from `keys.json` in its folder. The first call makes them, readable by
 * the owner only and at once with their whole content: of several processes one makes them and all read the same. A file
 * with anything else in it is a `KeyFileError`, one that cannot be read the system's error; neither is ever replaced, as
 * the database's content depends on it.
 */
export async function loadOrCreateKeys(dataDir: string): Promise<InstanceKeys> {
  await mkdir(dataDir, { recursive: true, mode: FOLDER_MODE });
  const path = join(dataDir, FILE);
  const text = await readIfPresent(path);
  if (text !== null) return parse(text, path);
  await createOnce(path);
  return parse(await readFile(path, 'utf8'), path);
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    const text = await readFile(path, 'utf8');
    await chmod(path, OWNER_ONLY);
    return text;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** A hard link appears with the content complete and fails if the name is taken, which a rename does not. */
async function createOnce(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  const file = await open(draft, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(newContent());
    await file.sync();
    await file.close();
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await file.close();
    await unlink(draft);
  }
}

function newContent(): string {
  const ring = (): string => `1:${randomBytes(KEY_BYTES).toString('base64')}`;
  return `${JSON.stringify({ masterKeys: ring(), invoiceKeys: ring(), sealKeys: ring() }, null, 2)}\n`;
}

function parse(text: string, path: string): InstanceKeys {
  const broken = new KeyFileError(`${path} does not hold the three key rings; restore it from a backup`);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // The parser's own error would quote the text, and the text is secret.
    throw broken;
  }
  const ring = (name: string): readonly KeyEntry[] => {
    const value: unknown =
      typeof content === 'object' && content !== null ? Reflect.get(content, name) : undefined;
    const keys: readonly KeyEntry[] | null = typeof value === 'string' ? parseKeyRing(value) : null;
    if (keys === null) throw broken;
    return keys;
  };
  return { masterKeys: ring('masterKeys'), invoiceKeys: ring('invoiceKeys'), sealKeys: ring('sealKeys') };
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
