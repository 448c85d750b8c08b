import { useMutation } from '@tanstack/react-query';
import { ApiProblem } from '../../api/api-problem.js';
import { api } from '../../api/client.js';
import { refusalWords, wrongCode } from '../../api/refusal.js';
import { useEnter } from './enter.js';

/** One of the ways in, with the code of the second factor once it is asked for. */
export type Credentials = (
  | { readonly email: string; readonly password: string }
  | { readonly token: string; readonly apiKey?: string; readonly startAfresh?: true }
  | { readonly apiKey: string }
) & { readonly code?: string };

/** Whether the server wants the code of the second factor as well. */
export function needsCode(error: unknown): boolean {
  return error instanceof ApiProblem && error.slug === 'second_factor_required';
}

/** Whether a payment has made a merchant for the address of a link, of which nobody has shown whose it is. */
export function isMadeByPayment(error: unknown): boolean {
  return error instanceof ApiProblem && error.slug === 'merchant_made_by_payment';
}

/** Makes a session of credentials, then goes on. */
export function useSignIn() {
  const enter = useEnter();
  return useMutation({
    mutationFn: (credentials: Credentials) => api.post('/api/session', credentials),
    onSuccess: () => enter(),
  });
}

/** Why a sign-in failed, in words about what was sent. */
export function signInProblem({ error, variables }: Pick<SignIn, 'error' | 'variables'>): unknown {
  if (variables === undefined) return error;
  if (variables.code !== undefined) return refusalWords(error, wrongCode);
  if ('token' in variables)
    return refusalWords(
      error,
      'The link was used already, or its time is over. Have a new one mailed, or sign in with an API key; ' +
        'where `npm start` printed it, start that again for another.',
    );
  if ('apiKey' in variables) return refusalWords(error, 'The key is unknown, was revoked, or has expired.');
  return refusalWords(error, 'The email or the password is wrong.');
}

/** A sign-in under way, as its forms see it. */
export type SignIn = ReturnType<typeof useSignIn>;

/** Makes a session with a passkey of this device. */
export function usePasskey() {
  const enter = useEnter();
  return useMutation({
    mutationFn: async () => {
      const { startAuthentication } = await import('@simplewebauthn/browser');
      const options = await api.post<Parameters<typeof startAuthentication>[0]['optionsJSON']>(
        '/api/session/passkey/options',
      );
      const response = await startAuthentication({ optionsJSON: options });
      return api.post('/api/session/passkey', { response });
    },
    onSuccess: () => enter(),
  });
}
