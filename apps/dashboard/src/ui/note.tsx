import type { ReactNode } from 'react';
import { Icon } from './icon.js';
import type { IconName } from './icon.js';
import type { Tone } from './status-badge.js';
import classes from './note.module.css';

const icons: Readonly<Record<Tone, IconName>> = { good: 'check', warn: 'alert', bad: 'alert', calm: 'info' };

/** Something to know beside the content. */
export interface NoteProps {
  readonly tone: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  /** Read out when it appears. */
  readonly announced?: boolean;
}

/** A few words that stand out, with an icon, so that the colour is not all that says how grave they are. */
export function Note({ tone, title, children, announced = false }: NoteProps) {
  return (
    <div className={classes['note']} data-tone={tone} {...(announced ? { role: 'status' } : {})}>
      <Icon name={icons[tone]} size={18} />
      <div className={classes['words']}>
        {title !== undefined && <p className={classes['title']}>{title}</p>}
        {children !== undefined && <div>{children}</div>}
      </div>
    </div>
  );
}
