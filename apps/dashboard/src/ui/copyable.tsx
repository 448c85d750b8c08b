import { CopyButton } from './copy-button.js';
import { shortened } from './format.js';
import classes from './copyable.module.css';

/** A text to be copied, and how much of it is shown. */
export interface CopyableProps {
  readonly value: string;
  readonly what: string;
  /** Shows it whole, over several lines if need be. */
  readonly whole?: boolean;
}

/** An id, key or hash with a button that copies it; shortened unless asked for whole. */
export function Copyable({ value, what, whole = false }: CopyableProps) {
  return (
    <span className={classes['copyable']}>
      <span
        className={whole ? 'tp-mono tp-break' : `tp-mono ${classes['short'] ?? ''}`}
        title={whole ? undefined : value}
      >
        {whole ? value : shortened(value)}
      </span>
      <CopyButton value={value} what={what} />
    </span>
  );
}
