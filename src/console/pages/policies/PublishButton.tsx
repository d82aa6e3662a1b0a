import { Button } from '@mantine/core';
import { useState } from 'react';
import type { RiskClass } from '../../../core/use-cases/use-case.ts';
import { useMissing } from '../../session.ts';
import { plural } from '../../ui/words.ts';
import { PublishDialog } from './PublishDialog.tsx';
import type { PolicyVersion } from './policy-version.ts';
import type { Draft } from './use-draft.ts';

export type PublishButtonProps = {
  draft: Draft;
  riskClass: RiskClass;
  inForce: PolicyVersion | null;
  onDone: () => void;
};

/** Publishes a draft after showing what it changes and what that means; saves first what is not saved yet. */
export function PublishButton({ draft, riskClass, inForce, onDone }: PublishButtonProps) {
  const [asking, setAsking] = useState(false);
  const mayNot = useMissing('policies:publish');
  const because =
    mayNot ??
    (riskClass === 'high'
      ? 'High risk: another person has to approve it first. Submit it for approval.'
      : whyNotReady(draft));
  return (
    <>
      <Button disabled={because !== null} title={because ?? undefined} onClick={() => setAsking(true)}>
        Publish …
      </Button>
      {asking ? (
        <PublishDialog
          version={draft.saved}
          document={draft.document}
          inForce={inForce}
          action={draft.unsaved ? 'Save and publish' : 'Publish'}
          before={async () => (draft.unsaved ? draft.save.mutateAsync(null) : draft.saved)}
          onDone={onDone}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}

/** Why a draft cannot go on its way, as a sentence for a disabled button; null when it can. */
export function whyNotReady({
  unreadable,
  problems,
  theirs,
}: Pick<Draft, 'unreadable' | 'problems' | 'theirs'>): string | null {
  if (unreadable) return unreadable;
  if (theirs) return 'First decide about what somebody else saved.';
  if (!problems) return 'Being checked …';
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return errors > 0 ? `${plural(errors, 'problem')} to solve first.` : null;
}
