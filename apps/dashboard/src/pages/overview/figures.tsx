import type { ReactNode } from 'react';
import type { Overview, SalesTotals } from '../../api/shapes/statistics.js';
import { Sparkline } from '../../charts/sparkline.js';
import { change, grouped, share } from '../../ui/format.js';
import { Money } from '../../ui/money.js';
import classes from './figures.module.css';

interface Figure {
  readonly name: string;
  readonly value: ReactNode;
  readonly now: number;
  readonly before: number;
  readonly course: readonly number[];
}

const paidShare = (sales: SalesTotals): number =>
  sales.challenges === 0 ? 0 : sales.paidChallenges / sales.challenges;

/** The four figures that matter most, each with its course and how it compares with the time before. */
export function Figures({ overview, days }: { readonly overview: Overview; readonly days: number }) {
  const { totals, previous } = overview;
  const figures: readonly Figure[] = [
    {
      name: 'Revenue',
      value: <Money sats={totals.revenueSats} />,
      now: totals.revenueSats,
      before: previous.revenueSats,
      course: overview.days.map(({ revenueSats }) => revenueSats),
    },
    {
      name: 'Challenges',
      value: grouped(totals.challenges),
      now: totals.challenges,
      before: previous.challenges,
      course: overview.days.map(({ challenges }) => challenges),
    },
    {
      name: 'Paid share',
      value: share(totals.paidChallenges, totals.challenges),
      now: paidShare(totals),
      before: paidShare(previous),
      course: overview.days.map(paidShare),
    },
    {
      name: 'Uses',
      value: grouped(totals.uses),
      now: totals.uses,
      before: previous.uses,
      course: overview.days.map(({ uses }) => uses),
    },
  ];
  return (
    <dl className={classes['figures']}>
      {figures.map((figure) => (
        <div key={figure.name} className={classes['figure']}>
          <dt className={classes['name']}>{figure.name}</dt>
          <dd className={classes['value']}>{figure.value}</dd>
          <dd className={classes['foot']}>
            <Change figure={figure} days={days} />
            <Sparkline values={figure.course} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Change({ figure, days }: { readonly figure: Figure; readonly days: number }) {
  const text = change(figure.now, figure.before);
  if (text === null) return <span className={classes['change']}>nothing in the {days} days before</span>;
  const tone = text.startsWith('+') || text.startsWith('+×') ? 'good' : text.startsWith('−') ? 'bad' : 'calm';
  return (
    <span className={classes['change']} data-tone={tone} title={`Compared with the ${days} days before`}>
      <strong>{text}</strong> vs {days} days before
    </span>
  );
}
