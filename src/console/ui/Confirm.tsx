import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';

export type ConfirmProps = {
  opened: boolean;
  title: string;
  /** The verb on the button, e.g. "Revoke". */
  action: string;
  busy?: boolean;
  /** Why it cannot be confirmed yet. */
  because?: string | null;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** Asks once more before something that cannot be taken back. */
export function Confirm({
  opened,
  title,
  action,
  busy = false,
  because = null,
  onConfirm,
  onClose,
  children,
}: ConfirmProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      {children}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          color="rust"
          disabled={because !== null}
          title={because ?? undefined}
          onClick={onConfirm}
          loading={busy}
        >
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
