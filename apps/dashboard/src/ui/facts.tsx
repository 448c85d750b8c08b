import { Fragment } from 'react';
import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** Names with their values, two columns where there is room. */
export function Facts({ of }: { readonly of: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={classes['facts']}>
      {of.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
