import { Icon } from '../../ui/icon.js';
import classes from './challenge-course.module.css';

/** How far a challenge has come. */
export type CourseState = 'none' | 'unpaid' | 'expired' | 'paid' | 'used';

const stops = ['Open', 'Paid', 'Used'] as const;
const reached: Readonly<Record<CourseState, number>> = { none: 0, unpaid: 1, expired: 1, paid: 2, used: 3 };

/** Open, paid, used: the stops that a challenge has reached, and the one that it waits at. */
export function ChallengeCourse({ state }: { readonly state: CourseState }) {
  const count = reached[state];
  return (
    <ol className={classes['course']} aria-label="State of the challenge">
      {stops.map((stop, index) => (
        <li
          key={stop}
          className={classes['stop']}
          data-reached={index < count}
          {...(index === count - 1 ? { 'aria-current': 'step' as const } : {})}
        >
          <span className={classes['dot']}>{index < count && <Icon name="check" size={14} />}</span>
          {stop}
        </li>
      ))}
    </ol>
  );
}
