import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ProblemError } from '../../sdk/problem-error.ts';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { PageNotAllowed } from '../root-route.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';
import { NotFound } from './NotFound.tsx';

/** A page that could not be shown: not allowed, not there, or failed; with a way on. */
export function Failed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const status = error instanceof ProblemError ? error.status : null;
  if (status === 404) return <NotFound />;
  if (error instanceof PageNotAllowed || status === 403) {
    return (
      <Page title="Not yours to see" width="form">
        <EmptyState icon="shield" title="Your roles do not open this page.">
          {error instanceof Error ? error.message : String(error)}
        </EmptyState>
      </Page>
    );
  }
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page title="This page could not be shown" width="form">
      <FailurePanel error={error} title="Loading failed." onRetry={retry} />
    </Page>
  );
}
