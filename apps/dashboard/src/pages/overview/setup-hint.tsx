import { Button, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { quickstartQuery } from '../../api/queries/account-queries.js';
import classes from './setup-hint.module.css';

/** The next step of setting up, until all required ones are done. It takes no room while that is not known. */
export function SetupHint() {
  const { data } = useQuery(quickstartQuery);
  if (data === undefined || data.requiredStepsCompleted >= data.requiredStepsTotal) return null;
  const next = data.steps.find(({ isCompleted, isRequired }) => isRequired && !isCompleted);
  const percent = Math.round((data.requiredStepsCompleted / Math.max(data.requiredStepsTotal, 1)) * 100);
  return (
    <aside className={classes['hint']} aria-label="Setting up">
      <div className={classes['words']}>
        <strong>
          {data.requiredStepsCompleted} of {data.requiredStepsTotal} steps done
        </strong>
        <span>Next: {next?.title ?? 'finish the guide'}</span>
      </div>
      <Progress className={classes['bar'] ?? ''} value={percent} aria-label="Steps done" />
      <Button variant="light" size="xs" renderRoot={(props) => <Link to="/start" {...props} />}>
        Continue
      </Button>
    </aside>
  );
}
