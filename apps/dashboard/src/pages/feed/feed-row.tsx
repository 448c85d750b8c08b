import { Link } from '@tanstack/react-router';
import type { TurnpikeEvent } from '../../api/shapes/events.js';
import { Icon } from '../../ui/icon.js';
import { Money } from '../../ui/money.js';
import { Time } from '../../ui/time.js';
import { eventWords } from './event-words.js';
import classes from './feed-page.module.css';

/** One event: what happened, to which resource, for how much, and when. */
export function FeedRow({ event }: { readonly event: TurnpikeEvent }) {
  const { title, icon, tone } = eventWords(event.type);
  const { paymentHash, resource, amountSats } = event.data;
  return (
    <li className={classes['row']}>
      <span className={classes['icon']} data-tone={tone}>
        <Icon name={icon} size={16} />
      </span>
      <span className={classes['title']}>{title}</span>
      <span className={`tp-mono tp-break ${classes['what'] ?? ''}`}>
        {typeof paymentHash === 'string' ? (
          <Link to="/challenges/$paymentHash" params={{ paymentHash }}>
            {typeof resource === 'string' ? resource : paymentHash}
          </Link>
        ) : (
          detailOf(event.data)
        )}
      </span>
      <span className={classes['amount']}>
        {typeof amountSats === 'number' && <Money sats={amountSats} />}
      </span>
      <span className={classes['at']}>
        <Time at={event.timestamp} />
      </span>
    </li>
  );
}

/** The few members of an event without a challenge that say what it is about. */
function detailOf(data: TurnpikeEvent['data']): string {
  return ['label', 'kind', 'url', 'walletId', 'keyId', 'prefix', 'plan', 'reason']
    .flatMap((name) => (typeof data[name] === 'string' ? [data[name]] : []))
    .slice(0, 2)
    .join(' · ');
}
