import { Button, Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { progressOf } from '../start/start-progress.js';
import { stepWords } from '../start/step-words.js';
import type { StartKnown } from '../start/use-start-progress.js';
import classes from './setup-hint.module.css';

/** The next step of the guide, until all that are needed are done. It takes no room while that is not known. */
export function SetupHint({ start }: { readonly start: StartKnown | undefined }) {
  if (start === undefined || start.isReady) return null;
  const { count, total, next } = progressOf(start.done);
  if (next === null) return null;
  return (
    <aside className={classes['hint']} aria-label="Setting up">
      <div className={classes['words']}>
        <strong>
          {count} of {total} steps done
        </strong>
        <span>Next: {stepWords[next][0]}</span>
      </div>
      <Progress
        className={classes['bar'] ?? ''}
        value={Math.round((count / total) * 100)}
        aria-label="Steps done"
      />
      <Button variant="light" size="xs" renderRoot={(props) => <Link to="/start" {...props} />}>
        Continue
      </Button>
    </aside>
  );
}
