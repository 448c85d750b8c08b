import { isUtf8 } from 'node:buffer';
import { MalformedJson, ValidationFailed } from '@turnpike/problems';

/** NUL, which PostgreSQL cannot store, or half of a surrogate pair, which is no character. */
const NO_TEXT = /[\0\p{Cs}]/u;

const MISLEADING = ['__proto__', 'constructor'] as const;

/** Only a text with one of these can hold what has to be refused or removed, and hardly any does. */
const SUSPECTS = ['\\u', ...MISLEADING.map((name) => `"${name}"`)] as const;

/**
 * Reads a request's body: one JSON object in UTF-8, or nothing. Throws MalformedJson for anything else and ValidationFailed
 * where a string or a member's name holds NUL or a lone surrogate. Members of the body itself named `__proto__` or
 * `constructor`, which libraries could take for the real ones, are left out like every unknown member; deeper, where a
 * caller may choose names, they stay as members of their own. What was sent is never quoted.
 */
export function parseJsonBody(body: Buffer): Record<string, unknown> | undefined {
  if (body.length === 0) return undefined;
  if (!isUtf8(body)) throw new MalformedJson();
  const text = body.toString('utf8');
  const value = parse(text);
  if (!isObject(value) || Array.isArray(value)) throw new MalformedJson();
  if (SUSPECTS.some((suspect) => text.includes(suspect))) inspect(value);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedJson();
  }
}

/** Goes through everything with a list of its own, so that depth costs no stack. */
function inspect(body: Record<string, unknown>): void {
  const rest: Array<{ at: string; node: Record<string, unknown> }> = [{ at: '', node: body }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { at, node } = next;
    for (const name of Object.keys(node)) {
      if (NO_TEXT.test(name)) refuse(at === '' ? 'body' : at, 'the name of a member');
      const value = node[name];
      const path = at === '' ? name : `${at}.${name}`;
      if (typeof value === 'string' && NO_TEXT.test(value)) refuse(path, path);
      if (isObject(value)) rest.push({ at: path, node: value });
    }
  }
  for (const name of MISLEADING) Reflect.deleteProperty(body, name);
}

function refuse(field: string, what: string): never {
  throw new ValidationFailed({ [field]: [`${what} must not hold NUL or a lone surrogate`] });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
