import { useEffect } from 'react';
import type { ReactNode } from 'react';
import classes from './page.module.css';

/** What stands above every page. */
export interface PageProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  /** A way back, above the heading. */
  readonly back?: ReactNode;
  /** As wide as a text that is read. */
  readonly narrow?: boolean;
  readonly children: ReactNode;
}

/** A page with its heading, which names the tab, too. */
export function Page({ title, description, actions, back, narrow = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Turnpike`;
  }, [title]);
  return (
    <div className={classes['page']} data-narrow={narrow}>
      {back !== undefined && <div className={classes['back']}>{back}</div>}
      <header className={classes['header']}>
        <div className={classes['words']}>
          <h1 className={classes['title']} tabIndex={-1}>
            {title}
          </h1>
          {description !== undefined && <p className={classes['description']}>{description}</p>}
        </div>
        {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
      </header>
      <div className={classes['content']}>{children}</div>
    </div>
  );
}
