import { useSyncExternalStore } from 'react';

/** A short word about something that was done. */
export interface Notice {
  readonly id: number;
  readonly message: string;
}

const shownMillis = 4_000;
const shownMax = 3;
const listeners = new Set<() => void>();
let notices: readonly Notice[] = [];
let lastId = 0;

function show(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says in a corner that something was done; it goes by itself. */
export function notifyDone(message: string): void {
  lastId += 1;
  const id = lastId;
  show([...notices, { id, message }].slice(-shownMax));
  setTimeout(() => dismissNotice(id), shownMillis);
}

/** Takes a notice away. */
export function dismissNotice(id: number): void {
  show(notices.filter((notice) => notice.id !== id));
}

/** What is shown now. */
export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(subscribe, () => notices);
}
