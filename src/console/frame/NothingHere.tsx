import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { PathLink } from '../parts/PathLink.tsx';
import { paths } from '../paths.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';

/** What was asked for is not there; says what, and leads on. */
export function NothingHere({ because, children }: { because: string; children?: ReactNode }) {
  return (
    <Page title="Nothing here" width="form">
      <EmptyState
        icon="search"
        title={because}
        actions={
          <Button component={PathLink} path={paths.overview()} variant="default">
            To the overview
          </Button>
        }
      >
        {children}
      </EmptyState>
    </Page>
  );
}
