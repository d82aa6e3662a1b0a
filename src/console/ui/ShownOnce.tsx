import { Button, Group, Modal } from '@mantine/core';
import { CopyButton } from './CopyButton.tsx';
import classes from './ShownOnce.module.css';

export type ShownOnceProps = {
  title: string;
  /** Why it will not be shown again, and what to do with it. */
  about: string;
  secret: string;
  copyLabel: string;
  onClose: () => void;
};

/** A secret on its only appearance. A click beside the dialog does not close it: that would lose the secret. */
export function ShownOnce({ title, about, secret, copyLabel, onClose }: ShownOnceProps) {
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false} closeOnEscape={false} size="lg">
      <p className={classes.about}>{about}</p>
      <output className={classes.secret} aria-label={title}>
        {secret}
      </output>
      <Group justify="flex-end" mt="md">
        <CopyButton text={secret} label={copyLabel} wide />
        <Button onClick={onClose}>I have it</Button>
      </Group>
    </Modal>
  );
}
