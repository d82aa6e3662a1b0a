import { ConnectionError } from '../../sdk/connection-error.ts';
import { ProblemError } from '../../sdk/problem-error.ts';
import { ErrorPanel } from '../ui/ErrorPanel.tsx';

export type FailurePanelProps = { error: unknown; title?: string; onRetry?: () => void };

/** A failed request as a person should read it: the problem document's own words. */
export function FailurePanel({ error, title = 'This did not work.', onRetry }: FailurePanelProps) {
  if (error instanceof ProblemError) {
    return (
      <ErrorPanel
        title={title}
        detail={error.message}
        todo={error.todo}
        problems={error.problems}
        requestId={error.requestId}
        onRetry={onRetry}
      />
    );
  }
  const offline = error instanceof ConnectionError;
  return (
    <ErrorPanel
      title={title}
      detail={
        offline ? 'The server cannot be reached.' : error instanceof Error ? error.message : String(error)
      }
      todo={offline ? 'Check the connection; nothing you typed is lost.' : undefined}
      onRetry={onRetry}
    />
  );
}
