import { Progress } from '@mantine/core';
import { useId } from 'react';
import { grouped } from '../../ui/format.js';
import classes from './usage-meter.module.css';

const nearShare = 0.8;

/** Something that is counted, up to a cap. */
export interface UsageMeterProps {
  readonly name: string;
  readonly used: number;
  /** Null: no cap. */
  readonly cap: number | null;
  readonly note: string;
}

/** How much of a cap is used: a bar that warns near its end, and the same in words. */
export function UsageMeter({ name, used, cap, note }: UsageMeterProps) {
  const id = useId();
  const share = cap === null ? 0 : cap === 0 ? 1 : used / cap;
  const isFull = cap !== null && used >= cap;
  const color = isFull ? 'brick.6' : share >= nearShare ? 'amber.5' : 'pine.6';
  return (
    <div className={classes['meter']}>
      <div className={classes['line']}>
        <span id={id} className={classes['name']}>
          {name}
        </span>
        <span className="tp-number">
          <strong>{grouped(used)}</strong>
          {cap === null ? ' · no limit' : ` of ${grouped(cap)}`}
        </span>
      </div>
      {cap !== null && (
        <Progress.Root size="sm">
          <Progress.Section value={Math.min(share * 100, 100)} color={color} aria-labelledby={id} />
        </Progress.Root>
      )}
      <p className={classes['note']}>
        {isFull ? 'Used up: what is beyond is refused with 402 until next month or a larger plan.' : note}
      </p>
    </div>
  );
}
