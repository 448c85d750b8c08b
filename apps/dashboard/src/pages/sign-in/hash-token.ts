import { useEffect, useState } from 'react';

/** The one-time token of a link. It stands behind `#`, so that no server log has it. */
export function tokenIn(hash: string): string | null {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token');
  return token === null || token === '' ? null : token;
}

/** The token of the link that led here; taken out of the address at once, so that it stays in no history. */
export function useHashToken(): string | null {
  const [token] = useState(() => tokenIn(window.location.hash));
  useEffect(() => {
    if (token !== null)
      window.history.replaceState(
        window.history.state,
        '',
        window.location.pathname + window.location.search,
      );
  }, [token]);
  useEffect(() => {
    // Another link, opened where this page is already: browsers load nothing for what stands behind `#` alone.
    const begin = (): void => {
      if (tokenIn(window.location.hash) !== null) window.location.reload();
    };
    window.addEventListener('hashchange', begin);
    return () => window.removeEventListener('hashchange', begin);
  }, []);
  return token;
}
