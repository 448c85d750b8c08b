import type { ReactNode } from 'react';
import classes from './status-badge.module.css';

/** What a status means for the reader: the colour is never all that says it. */
export type Tone = 'good' | 'warn' | 'bad' | 'calm';

/** A word with a dot in the colour of its meaning. */
export function StatusBadge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={classes['badge']} data-tone={tone}>
      {children}
    </span>
  );
}
