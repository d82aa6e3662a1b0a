import { Button } from '@mantine/core';
import { PathLink } from '../../../parts/PathLink.tsx';
import { paths } from '../../../paths.ts';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import type { Trouble } from './trouble.ts';

/** No item can be had: why, and what to do. A server that is away is asked again by itself. */
export function StuckDesk({ trouble, onRetry }: { trouble: Trouble; onRetry: () => void }) {
  return (
    <div>
      <ErrorPanel
        title={
          trouble.passing
            ? 'The next item cannot be fetched; trying again every few seconds.'
            : 'No item for you here.'
        }
        detail={trouble.sentence}
        todo={trouble.todo ?? undefined}
        onRetry={onRetry}
      />
      {trouble.code === 'claim.hands-full' ? (
        <Button component={PathLink} path={paths.review({ all: true })} mt="md">
          Show what I hold
        </Button>
      ) : null}
    </div>
  );
}
