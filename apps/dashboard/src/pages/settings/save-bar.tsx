import { Button } from '@mantine/core';
import type { Mode } from '../../api/mode.js';
import classes from './save-bar.module.css';

/** How much was changed, and what takes it back. */
export interface SaveBarProps {
  readonly mode: Mode;
  readonly count: number;
  readonly pending: boolean;
  readonly onDiscard: () => void;
}

/** What was changed and not saved, at the foot of the window, with the buttons that end that. */
export function SaveBar({ mode, count, pending, onDiscard }: SaveBarProps) {
  return (
    <div className={classes['bar']} role="status">
      <span>
        {count === 1 ? 'One change' : `${String(count)} changes`} to {mode} mode
      </span>
      <span className={classes['buttons']}>
        <Button variant="default" onClick={onDiscard} disabled={pending}>
          Discard
        </Button>
        <Button type="submit" loading={pending}>
          Save
        </Button>
      </span>
    </div>
  );
}
