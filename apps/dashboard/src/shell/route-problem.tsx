import { useRouter } from '@tanstack/react-router';
import { ProblemNotice } from '../ui/problem-notice.js';

/** What is shown in place of a page that could not be loaded or drawn. */
export function RouteProblem({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  const router = useRouter();
  const again = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <div style={{ maxWidth: 640, margin: '48px auto', padding: 16 }}>
      <ProblemNotice error={error} onRetry={again} />
    </div>
  );
}
