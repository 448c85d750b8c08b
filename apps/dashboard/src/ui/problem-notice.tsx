import { Button } from '@mantine/core';
import { asProblem } from '../api/api-problem.js';
import type { ApiProblem } from '../api/api-problem.js';
import { basePath } from '../session/own-path.js';
import { CopyButton } from './copy-button.js';
import { Icon } from './icon.js';
import classes from './problem-notice.module.css';

/** What failed, and how to try again. */
export interface ProblemNoticeProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** An error in words: what happened, what to do, and the id by which the operator finds it. */
export function ProblemNotice({ error, onRetry }: ProblemNoticeProps) {
  const problem = asProblem(error);
  const advice = adviceFor(problem);
  return (
    <div className={classes['notice']} role="alert">
      <Icon name="alert" size={20} />
      <div className={classes['words']}>
        <p className={classes['title']}>{problem.title}</p>
        {problem.message !== `${problem.title}.` && <p className={classes['detail']}>{problem.message}</p>}
        {Object.entries(problem.fields).map(([field, text]) => (
          <p key={field} className={classes['detail']}>
            <span className="tp-mono">{field}</span>: {text}
          </p>
        ))}
        {advice !== null && <p className={classes['detail']}>{advice}</p>}
        {problem.correlationId !== null && (
          <p className={classes['id']}>
            Request <span className="tp-mono tp-break">{problem.correlationId}</span>
            <CopyButton value={problem.correlationId} what="request id" />
          </p>
        )}
        {problem.slug === 'recent_sign_in_required' && (
          <Button component="a" href={signInAgain()} variant="default" size="xs" mt={8}>
            Sign in again
          </Button>
        )}
        {onRetry !== undefined && (
          <Button variant="default" size="xs" mt={8} onClick={onRetry}>
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}

/** The sign-in, with the way back to this page. */
function signInAgain(): string {
  const { pathname, search } = window.location;
  return `${basePath}/sign-in?next=${encodeURIComponent(pathname + search)}`;
}

function adviceFor({ status, slug, retryAfterSeconds, members }: ApiProblem): string | null {
  if (slug === 'role_missing')
    return `Ask an owner: this needs the role ${String(members['required_role'])}.`;
  if (status === 429) return `Too many requests at once. Wait ${retryAfterSeconds ?? 60} s, then try again.`;
  if (status === 503)
    return `This passes by itself. Try again in ${Math.max(retryAfterSeconds ?? 5, 1)} s; nothing was changed.`;
  if (typeof members['action_required'] === 'string') return members['action_required'];
  if (status >= 500) return 'Try again. If it stays, give the operator the request id below.';
  return null;
}
