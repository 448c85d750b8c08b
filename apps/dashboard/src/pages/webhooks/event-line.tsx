import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { TurnpikeEvent } from '../../api/shapes/events.js';
import { CodeBlock } from '../../ui/code-block.js';
import { Icon } from '../../ui/icon.js';
import { Time } from '../../ui/time.js';
import classes from './event-line.module.css';

/** An event, and what sends it again. */
export interface EventLineProps {
  readonly event: TurnpikeEvent;
  readonly pending: boolean;
  readonly onReplay?: (event: TurnpikeEvent) => void;
}

/** One event in a line, with its body below when asked for. */
export function EventLine({ event, pending, onReplay }: EventLineProps) {
  const [opened, setOpened] = useState(false);
  const bodyId = useId();
  const { type, timestamp, data } = event;
  const about = [data['resource'], data['label'], data['walletId'], data['planId']].find(
    (one): one is string => typeof one === 'string',
  );
  return (
    <li className={classes['line']}>
      <div className={classes['row']}>
        <button
          type="button"
          className={classes['toggle']}
          aria-expanded={opened}
          aria-controls={bodyId}
          onClick={() => setOpened(!opened)}
        >
          <span className={classes['chevron']} data-opened={opened}>
            <Icon name="right" size={14} />
          </span>
          <span className="tp-mono">{type}</span>
          <span className={classes['about']}>{about}</span>
          <span className={classes['time']}>
            <Time at={timestamp} />
          </span>
        </button>
        {onReplay !== undefined && (
          <Button variant="subtle" size="compact-xs" loading={pending} onClick={() => onReplay(event)}>
            Send again
          </Button>
        )}
      </div>
      <div id={bodyId} hidden={!opened} className={classes['body']}>
        {opened && (
          <CodeBlock code={JSON.stringify({ type, timestamp, data }, null, 2)} what={`${type} event`} />
        )}
      </div>
    </li>
  );
}
