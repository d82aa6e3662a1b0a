import { Textarea } from '@mantine/core';
import { useEffect } from 'react';
import { Panel } from '../../ui/Panel.tsx';
import classes from './Editor.module.css';
import { ExportHint } from './ExportHint.tsx';
import { ProblemList } from './ProblemList.tsx';
import type { Draft } from './use-draft.ts';

/** The draft as JSON, to be pasted, compared or written by those who prefer it. */
export function DocumentText({ draft, slug }: { draft: Draft; slug: string }) {
  const { closeText, unreadable, text, document, typeText, problems } = draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when this view is left.
  useEffect(() => closeText, []);
  return (
    <Panel title="As JSON" hint="The same draft; what you change here shows in the rules">
      <Textarea
        aria-label="Policy as JSON"
        classNames={{ input: classes.json }}
        autosize
        minRows={12}
        maxRows={32}
        spellCheck={false}
        error={unreadable}
        value={text ?? JSON.stringify(document, null, 2)}
        onChange={(event) => typeText(event.currentTarget.value)}
      />
      <ProblemList problems={problems ?? []} />
      <ExportHint slug={slug} policyVersionId={draft.saved.policyVersionId} />
    </Panel>
  );
}
