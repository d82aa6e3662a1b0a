import { Button, Group } from '@mantine/core';
import { PathLink } from '../../parts/PathLink.tsx';
import { paths } from '../../paths.ts';

export type TryLinksProps = {
  useCaseId: string;
  policyVersionId: string;
  /** What is tried is what is saved. */
  unsaved?: boolean;
};

/** Two ways to see what a version would do: over the past, and beside what is live. */
export function TryLinks({ useCaseId, policyVersionId, unsaved = false }: TryLinksProps) {
  const hint = unsaved ? { title: 'What is saved is tried; save first.' } : null;
  return (
    <Group gap="xs">
      <Button
        component={PathLink}
        path={paths.replays({ useCaseId, policyVersionId })}
        size="xs"
        variant="default"
        {...hint}
      >
        Replay over the past
      </Button>
      <Button
        component={PathLink}
        path={paths.shadows({ useCaseId, policyVersionId })}
        size="xs"
        variant="default"
        {...hint}
      >
        Run in shadow
      </Button>
    </Group>
  );
}
