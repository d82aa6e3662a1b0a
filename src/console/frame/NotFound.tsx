import { Button } from '@mantine/core';
import { PathLink } from '../parts/PathLink.tsx';
import { paths } from '../paths.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';

/** No page at this address. */
export function NotFound() {
  return (
    <Page title="Nothing here" width="form">
      <EmptyState
        icon="search"
        title="There is no page at this address."
        actions={
          <Button component={PathLink} path={paths.overview()} variant="default">
            To the overview
          </Button>
        }
      >
        It may have been moved, or the link was cut off when it was copied.
      </EmptyState>
    </Page>
  );
}
