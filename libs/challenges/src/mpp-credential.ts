import { limits } from '@turnpike/config';

const TEXT = /^[A-Za-z0-9_-]+={0,2}$/;

/**
 * Whether a text has the form of an MPP credential: base64url of a JSON object with a `challenge` and a `payload` that
 * holds a preimage, in 8,192 characters at most. It says nothing of whether it is good for anything.
 */
export function looksLikeMppCredential(text: string): boolean {
  if (text.length > limits.credentialBytesMax || !TEXT.test(text)) return false;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return (
      isObject(parsed) &&
      isObject(parsed.challenge) &&
      isObject(parsed.payload) &&
      typeof parsed.payload.preimage === 'string'
    );
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
