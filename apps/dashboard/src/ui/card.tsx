import { useId } from 'react';
import type { ReactNode } from 'react';
import classes from './card.module.css';

/** A section of a page. */
export interface CardProps {
  readonly title?: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  /** Without the padding around its content, for tables that reach the edges. */
  readonly flush?: boolean;
  readonly tone?: 'bad';
  readonly children?: ReactNode;
}

/** A section with a heading of its own; known to screen readers by that heading. */
export function Card({ title, description, actions, flush = false, tone, children }: CardProps) {
  const id = useId();
  return (
    <section
      className={classes['card']}
      data-tone={tone}
      aria-labelledby={title === undefined ? undefined : id}
    >
      {title !== undefined && (
        <header className={classes['header']}>
          <div className={classes['words']}>
            <h2 id={id} className={classes['title']}>
              {title}
            </h2>
            {description !== undefined && <p className={classes['description']}>{description}</p>}
          </div>
          {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
        </header>
      )}
      <div className={flush ? classes['flush'] : classes['body']}>{children}</div>
    </section>
  );
}
