import { api } from '../api/client.js';
import { basePath } from './own-path.js';

/** Ends the session at the server, and loads the sign-in page anew so that nothing which was read stays in memory. */
export async function signOut(): Promise<void> {
  await api.delete('/api/session');
  window.location.assign(`${basePath}/sign-in`);
}
