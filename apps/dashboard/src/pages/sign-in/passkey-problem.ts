import { ApiProblem } from '../../api/api-problem.js';
import { refusalWords } from '../../api/refusal.js';

const others = {
  made: 'This browser made none. Passkeys need https and a device with a screen lock or a security key.',
  used: 'This browser used none. Passkeys need https and a device with a screen lock or a security key.',
};

/** Why no passkey was made or used, in words: browsers say little, and name their errors by class. */
export function passkeyProblem(error: unknown, deed: 'made' | 'used'): unknown {
  if (error === null || error instanceof ApiProblem || !(error instanceof Error))
    return refusalWords(error, 'No account here knows this passkey, or not any more.');
  const detail =
    error.name === 'InvalidStateError'
      ? 'This device has a passkey for you already.'
      : error.name === 'NotAllowedError'
        ? 'It was cancelled, or took too long. Try again.'
        : others[deed];
  return new ApiProblem(0, { error: 'passkey', title: `No passkey was ${deed}`, detail }, null);
}
