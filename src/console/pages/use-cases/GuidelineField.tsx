import { Textarea } from '@mantine/core';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { Panel } from '../../ui/Panel.tsx';
import classes from './UseCase.module.css';

export type GuidelineFieldProps = { text: string; onChange: (text: string) => void };

/** How to judge, in Markdown, with what reviewers will see beside it. */
export function GuidelineField({ text, onChange }: GuidelineFieldProps) {
  return (
    <Panel title="Guideline" hint="Markdown; reviewers see it beside every item">
      <div className={classes.halves}>
        <Textarea
          aria-label="Guideline in Markdown"
          autosize
          minRows={8}
          maxRows={24}
          maxLength={40_000}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <div className={classes.preview}>
          {text.trim() ? (
            <Markdown text={text} />
          ) : (
            <EmptyState icon="review" title="No guideline yet.">
              Say what a good verdict looks like, and what to do in the cases people will ask about.
            </EmptyState>
          )}
        </div>
      </div>
    </Panel>
  );
}
