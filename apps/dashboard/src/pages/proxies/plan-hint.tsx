import { Link } from '@tanstack/react-router';
import { ApiProblem } from '../../api/api-problem.js';

/** The way to another plan, where it is the plan that refuses. */
export function PlanHint({ error }: { readonly error: unknown }) {
  if (!(error instanceof ApiProblem) || !error.slug.startsWith('plan_')) return null;
  return (
    <p style={{ margin: 0 }}>
      <Link to="/plan">See what other plans allow</Link>, or try it in test mode.
    </p>
  );
}
