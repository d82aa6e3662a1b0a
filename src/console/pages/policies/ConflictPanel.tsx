import { Button, Group } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Panel } from '../../ui/Panel.tsx';
import { Changes } from './Changes.tsx';
import type { Draft } from './use-draft.ts';

/** Somebody saved the same draft meanwhile: both versions, and the choice; nothing typed is lost before it is made. */
export function ConflictPanel({ draft }: { draft: Draft }) {
  const { theirs } = draft;
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    void keep.current?.scrollIntoView({ block: 'center' });
  }, []);
  if (!theirs) return null;
  return (
    <Panel
      title="Somebody saved this draft meanwhile"
      hint="What you changed is still here. This is how yours differs from what is saved now."
    >
      <Changes before={theirs.document} after={draft.document} beforeName="Saved now" afterName="Yours" />
      <Group mt="md">
        <Button ref={keep} variant="default" onClick={draft.takeTheirs}>
          Take what is saved, drop mine
        </Button>
        <Button loading={draft.save.isPending} onClick={() => draft.save.mutate(theirs.revision)}>
          Save mine over it
        </Button>
      </Group>
    </Panel>
  );
}
