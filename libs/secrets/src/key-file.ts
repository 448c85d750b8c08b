import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
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
const KID_MAX = 255;

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

/** The same keys, or null if there is no file yet; makes nothing. */
export async function readKeys(dataDir: string): Promise<InstanceKeys | null> {
  const path = join(dataDir, FILE);
  const text = await readIfPresent(path);
  return text === null ? null : parse(text, path);
}

/**
 * Puts a key in front of a ring of the file, which keeps the others, and returns the ring. Whoever reads the file finds it as
 * it was or as it is now. `KeyFileError` if there is no file, or it was changed meanwhile: then nothing was.
 */
export async function putKeyInFront(
  dataDir: string,
  ring: keyof InstanceKeys,
  entry: KeyEntry,
): Promise<readonly KeyEntry[]> {
  const path = join(dataDir, FILE);
  // Whoever else is at it has the draft; a name that a process left behind when it was killed is told.
  const draft = `${path}.next`;
  const file = await open(draft, 'wx', OWNER_ONLY).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
    throw new KeyFileError(`${draft} is there: another rotation is under way, or remove it if none is`);
  });
  try {
    const keys = await readKeys(dataDir);
    if (keys === null) throw new KeyFileError(`${path} is missing; restore it from a backup`);
    const next = { ...keys, [ring]: [entry, ...keys[ring]] };
    if (keys[ring].some(({ kid }) => kid === entry.kid))
      throw new KeyFileError(`${path} has a key of the number ${entry.kid} already`);
    await file.writeFile(contentOf(next));
    // Root may rotate the keys of an instance that runs as somebody else, who must be able to read them on.
    const { uid, gid } = await stat(path);
    await file.chown(uid, gid);
    await file.sync();
    await file.close();
    await rename(draft, path);
    return next[ring];
  } catch (error) {
    await file.close();
    await unlink(draft).catch(() => undefined);
    throw error;
  }
}

function contentOf(keys: InstanceKeys): string {
  const ring = (entries: readonly KeyEntry[]): string =>
    entries.map(({ kid, key }) => `${kid}:${key.toString('base64')}`).join(',');
  const { masterKeys, invoiceKeys, sealKeys } = keys;
  const rings = { masterKeys: ring(masterKeys), invoiceKeys: ring(invoiceKeys), sealKeys: ring(sealKeys) };
  return `${JSON.stringify(rings, null, 2)}\n`;
}

/** A new key with the number after the highest, or the lowest that is free. Null if a ring has all numbers. */
export function newKeyFor(ring: readonly KeyEntry[]): KeyEntry | null {
  const taken = new Set(ring.map(({ kid }) => kid));
  const next = Math.max(0, ...taken) + 1;
  const free = Array.from({ length: KID_MAX }, (_, index) => index + 1).find((kid) => !taken.has(kid));
  const kid = next <= KID_MAX ? next : free;
  return kid === undefined ? null : { kid, key: randomBytes(KEY_BYTES) };
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
  const ring = (): readonly KeyEntry[] => [{ kid: 1, key: randomBytes(KEY_BYTES) }];
  return contentOf({ masterKeys: ring(), invoiceKeys: ring(), sealKeys: ring() });
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
