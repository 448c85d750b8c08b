import { Button, Center } from '@mantine/core';
import { ProblemNotice } from './problem-notice.js';

/** The parts of a paged query that decide whether there is more. */
export interface MorePages {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly isFetchNextPageError: boolean;
  readonly error: Error | null;
  readonly fetchNextPage: () => unknown;
}

/** A button that reads the next page; nothing where there is none. */
export function LoadMore({
  pages,
  label = 'Show more',
}: {
  readonly pages: MorePages;
  readonly label?: string;
}) {
  if (pages.isFetchNextPageError)
    return <ProblemNotice error={pages.error} onRetry={() => void pages.fetchNextPage()} />;
  if (!pages.hasNextPage) return null;
  return (
    <Center py="md">
      <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
        {label}
      </Button>
    </Center>
  );
}
