import { Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { fieldsOf } from '../../ui/fields-of.ts';
import classes from './EntryCard.module.css';

export type EntryFormProps<N extends string> = {
  /** The fields that are sent, as the inputs inside name them. */
  names: readonly N[];
  send: UseMutationResult<unknown, Error, Record<N, string>>;
  button: string;
  refused: string;
  children: ReactNode;
};

/** The form of an entry card: its fields, why it was refused, and one button. */
export function EntryForm<N extends string>({ names, send, button, refused, children }: EntryFormProps<N>) {
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate(fieldsOf(event.currentTarget, names));
      }}
    >
      {children}
      {send.error ? <FailurePanel error={send.error} title={refused} /> : null}
      <Button type="submit" loading={send.isPending}>
        {button}
      </Button>
    </form>
  );
}
