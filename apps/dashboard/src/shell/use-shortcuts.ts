import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { letteredPlaces } from './navigation.js';

const sequenceMillis = 1_200;

/** Whether keys belong to the element that has the focus: a field that is written in, or a dialog. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null
  );
}

/** Puts the cursor into the search field of the page, if it has one. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('[data-search]');
  field?.focus();
  field?.select();
  return field !== null;
}

/** `g` and a letter go to a page, `/` searches, `?` shows what there is. */
export function useShortcuts(showShortcuts: () => void): void {
  const navigate = useNavigate();
  useEffect(() => {
    let startedAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === '?') return showShortcuts();
      if (event.key === '/' && focusSearch()) return event.preventDefault();
      if (event.key === 'g') {
        startedAt = event.timeStamp;
        return;
      }
      const place = letteredPlaces.find(({ letter }) => letter === event.key);
      const isSecond = event.timeStamp - startedAt < sequenceMillis;
      startedAt = Number.NEGATIVE_INFINITY;
      if (isSecond && place !== undefined) void navigate({ to: place.to });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, showShortcuts]);
}
