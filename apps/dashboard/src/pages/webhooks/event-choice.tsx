import { Checkbox, Radio, Stack } from '@mantine/core';
import { eventGroups, eventTypes } from './event-words.js';
import classes from './event-choice.module.css';

/** Which events are chosen; empty is "all but the frequent ones". */
export interface EventChoiceProps {
  readonly value: readonly string[];
  readonly error: string | null;
  readonly onChange: (events: readonly string[]) => void;
}

const usual = 'usual';
const named = 'named';

/** Chooses all usual events, or some by name. */
export function EventChoice({ value, error, onChange }: EventChoiceProps) {
  const choice = value.length === 0 ? usual : named;
  return (
    <Stack gap="sm">
      <Radio.Group
        label="Events"
        value={choice}
        onChange={(next) => onChange(next === usual ? [] : ['challenge.paid'])}
        error={error}
      >
        <Stack gap="xs" mt={6}>
          <Radio
            value={usual}
            label="All but the frequent ones"
            description="Also those that are added later."
          />
          <Radio value={named} label="Only some" />
        </Stack>
      </Radio.Group>
      {choice === named && (
        <Checkbox.Group
          aria-label="Chosen events"
          value={[...value]}
          onChange={(next) => onChange(eventTypes.filter((type) => next.includes(type)))}
        >
          <div className={classes['groups']}>
            {eventGroups.map(({ title, events }) => (
              <fieldset key={title} className={classes['group']}>
                <legend>{title}</legend>
                {events.map(({ type, means, isOptIn }) => (
                  <Checkbox
                    key={type}
                    size="xs"
                    value={type}
                    label={<span className="tp-mono">{type}</span>}
                    description={isOptIn === true ? `${means} Frequent.` : means}
                  />
                ))}
              </fieldset>
            ))}
          </div>
        </Checkbox.Group>
      )}
    </Stack>
  );
}
