import { Button, Group, Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';

export type UnsavedGuardProps = {
  /** There is something typed that has not been saved. */
  unsaved: boolean;
  /** Steps inside the page, e.g. to another view of the same draft, lose nothing. */
  staysAt?: string;
};

/** Asks before a page with unsaved changes is left. */
export function UnsavedGuard({ unsaved, staysAt }: UnsavedGuardProps) {
  const blocker = useBlocker({
    shouldBlockFn: ({ next }) => unsaved && next.pathname !== staysAt,
    enableBeforeUnload: unsaved,
    withResolver: true,
  });
  return (
    <Modal
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title="Leave without saving?"
    >
      <p>What you changed here has not been saved and will be lost.</p>
      <Group justify="flex-end" mt="md">
        <Button color="rust" variant="default" onClick={() => blocker.proceed?.()}>
          Leave
        </Button>
        <Button data-autofocus onClick={() => blocker.reset?.()}>
          Stay
        </Button>
      </Group>
    </Modal>
  );
}
