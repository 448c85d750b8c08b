import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { Mark } from '../../shell/mark.js';
import classes from './auth-frame.module.css';

/** What stands on a page before the sign-in. */
export interface AuthFrameProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}

/** The frame of the pages that need no session: what this is, and one thing to do. */
export function AuthFrame({ title, description, children, footer }: AuthFrameProps) {
  useEffect(() => {
    document.title = `${title} · Turnpike`;
  }, [title]);
  return (
    <div className={classes['frame']}>
      <aside className={classes['side']}>
        <p className={classes['brand']}>
          <Mark size={34} /> Turnpike
        </p>
        <div className={classes['pitch']}>
          <p className={classes['claim']}>Sell any HTTP resource for Lightning payments.</p>
          <ol className={classes['steps']}>
            <li>
              <code>402</code> Your server asks for a challenge and hands it on.
            </li>
            <li>
              <code>⚡</code> The payer pays straight into your own wallet.
            </li>
            <li>
              <code>200</code> Your server verifies the proof, and delivers.
            </li>
          </ol>
        </div>
        <p className={classes['small']}>Nobody here ever holds your money.</p>
      </aside>
      <main className={classes['main']}>
        <div className={classes['box']}>
          <p className={classes['narrow']}>
            <Mark size={30} /> Turnpike
          </p>
          <h1 className={classes['title']}>{title}</h1>
          {description !== undefined && <div className={classes['description']}>{description}</div>}
          <div className={classes['content']}>{children}</div>
          {footer !== undefined && <div className={classes['footer']}>{footer}</div>}
        </div>
      </main>
    </div>
  );
}
