import { textFromBase64url } from './base64url.js';

/** An object as JSON gives it: anything may stand in it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value that JSON gave is an object, and no list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object behind base64url of its JSON; `null` for anything else. Never throws. */
export function objectFromBase64url(encoded: string): JsonObject | null {
  const text = textFromBase64url(encoded);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
