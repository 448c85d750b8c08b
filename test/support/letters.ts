import { Afterwards } from '@turnpike/members';

import type { ListeningApi } from './listening-api.js';

/** A letter in the outbox. */
export interface FoundLetter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The operator's key of instances whose letters are read. */
export const OPERATOR_KEY = 'operator-key-0123456789';

/** The letters to an address, the latest first, once all that follows answers is done. */
export async function lettersTo(api: ListeningApi, to: string): Promise<readonly FoundLetter[]> {
  await api.app.get(Afterwards, { strict: false }).settled();
  const { body } = await api.call('GET', '/api/admin/mails?limit=200', OPERATOR_KEY);
  return (body['mails'] as FoundLetter[]).filter((letter) => letter.to === to);
}

/** The latest letter to an address. */
export async function letterTo(api: ListeningApi, to: string): Promise<FoundLetter> {
  const [letter] = await lettersTo(api, to);
  if (letter === undefined) throw new Error(`there is no letter to ${to}`);
  return letter;
}
