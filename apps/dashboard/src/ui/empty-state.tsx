import type { ReactNode } from 'react';
import { Icon } from './icon.js';
import type { IconName } from './icon.js';
import classes from './empty-state.module.css';

/** What a place without content teaches: what will stand here, and how to get it. */
export interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Says what will stand here and what to do for it. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={classes['empty']}>
      <span className={classes['icon']}>
        <Icon name={icon} size={22} />
      </span>
      <p className={classes['title']}>{title}</p>
      {children !== undefined && <div className={classes['text']}>{children}</div>}
      {action !== undefined && <div className={classes['action']}>{action}</div>}
    </div>
  );
}
