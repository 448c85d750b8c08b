import { useSyncExternalStore } from 'react';

/** What a page looks at and changes: the sandbox, or what moves money. */
export type Mode = 'test' | 'live';

const storageKey = 'turnpike.mode';
const listeners = new Set<() => void>();
let current: Mode = remembered();

/** The tab's own choice, else the last one of any tab; test where nothing was ever chosen. */
function remembered(): Mode {
  const stored = sessionStorage.getItem(storageKey) ?? localStorage.getItem(storageKey);
  return stored === 'live' ? 'live' : 'test';
}

/** The mode that this tab is in. */
export function modeNow(): Mode {
  return current;
}

/** Changes the mode of this tab, and of tabs that are opened later. */
export function setMode(mode: Mode): void {
  if (mode === current) return;
  current = mode;
  sessionStorage.setItem(storageKey, mode);
  localStorage.setItem(storageKey, mode);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The mode of this tab; the component is drawn again when it changes. */
export function useMode(): Mode {
  return useSyncExternalStore(subscribe, modeNow);
}
