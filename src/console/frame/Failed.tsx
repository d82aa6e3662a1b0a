import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { ProblemError } from '../../sdk/problem-error.ts';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { PageNotAllowed } from '../root-route.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';
import { NothingHere } from './NothingHere.tsx';

/** A server that is away for a moment comes back by itself; so does the page. */
const retryAfterMs = 5000;

/** A page that could not be shown: not allowed, not there, or failed; with a way on. */
export function Failed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = useCallback(() => {
    reset();
    void router.invalidate();
  }, [reset, router]);
  const status = error instanceof ProblemError ? error.status : null;
  useEffect(() => {
    if (error instanceof PageNotAllowed || (error instanceof ProblemError && error.status < 500)) return;
    const timer = setTimeout(retry, retryAfterMs);
    return () => clearTimeout(timer);
  }, [error, retry]);
  if (error instanceof ProblemError && status === 404) return <NothingHere because={error.message} />;
  if (error instanceof PageNotAllowed || status === 403) {
    return (
      <Page title="Not yours to see" width="form">
        <EmptyState icon="shield" title="Your roles do not open this page.">
          {error instanceof Error ? error.message : null}
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title="This page could not be shown" width="form">
      <FailurePanel error={error} title="Loading failed; trying again every few seconds." onRetry={retry} />
    </Page>
  );
}
