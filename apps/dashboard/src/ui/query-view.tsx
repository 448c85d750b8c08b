import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNotice } from './problem-notice.js';

/** The parts of a query's result that decide what is shown. */
export interface ShownQuery<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

/** A query, how tall its place is while it is read, and what is made of its answer. */
export interface QueryViewProps<T> {
  readonly query: ShownQuery<T>;
  /** The height of the place kept free meanwhile, in pixels. */
  readonly height: number;
  readonly children: (data: T) => ReactNode;
}

/** Shows what a query brought; before that a place of the same height, and an error with a way to try again. */
export function QueryView<T>({ query, height, children }: QueryViewProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div role="status" aria-label="Loading">
      <Skeleton height={height} radius="md" />
    </div>
  );
}
