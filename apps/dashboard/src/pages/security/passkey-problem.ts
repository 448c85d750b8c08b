import { ApiProblem } from '../../api/api-problem.js';

/** Why no passkey was made, in words: browsers say little, and name their errors by class. */
export function passkeyProblem(error: unknown): unknown {
  if (error === null || error instanceof ApiProblem || !(error instanceof Error)) return error;
  const detail =
    error.name === 'InvalidStateError'
      ? 'This device has a passkey for you already.'
      : error.name === 'NotAllowedError'
        ? 'It was cancelled, or took too long. Try again.'
        : 'This browser made none. Passkeys need https and a device with a screen lock or a security key.';
  return new ApiProblem(0, { error: 'passkey', title: 'No passkey was made', detail }, null);
}
