import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { UseCase } from '../../../contract/use-cases.ts';
import { useKeys } from '../../keys.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { UnsavedGuard } from '../../parts/UnsavedGuard.tsx';
import { paths } from '../../paths.ts';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { plural } from '../../ui/words.ts';
import { Changes } from './Changes.tsx';
import { ConditionHelp } from './ConditionHelp.tsx';
import { ConflictPanel } from './ConflictPanel.tsx';
import { DiscardButton } from './DiscardButton.tsx';
import { DocumentForm } from './DocumentForm.tsx';
import { DocumentText } from './DocumentText.tsx';
import { EffectLink } from './EffectLink.tsx';
import { LifeSteps } from './LifeSteps.tsx';
import { PublishButton } from './PublishButton.tsx';
import type { PolicyVersion } from './policy-version.ts';
import { SubmitButton } from './SubmitButton.tsx';
import { SubjectContext } from './subject.ts';
import { TryLinks } from './TryLinks.tsx';
import { type Draft, useDraft } from './use-draft.ts';
import { ViewChoice } from './ViewChoice.tsx';
import type { View } from './views.ts';

export type DraftEditorProps = {
  version: PolicyVersion;
  useCase: Static<typeof UseCase>;
  inForce: PolicyVersion | null;
  view: View;
};

/** Edits a draft: as a form, as JSON, and what it changes against the version in force. */
export function DraftEditor({ version, useCase, inForce, view }: DraftEditorProps) {
  const draft = useDraft(version);
  const [published, setPublished] = useState(false);
  const save = () => {
    if (draft.unsaved && !draft.unreadable) draft.save.mutate(null);
  };
  useKeys([{ key: '$mod+s', shown: 'Ctrl S', label: 'Save the draft', run: save, whileTyping: true }]);
  const conflict = draft.theirs !== null;
  return (
    <Page
      title={`${useCase.name}, version ${version.version}`}
      lead={<Lead version={draft.saved} draft={draft} />}
      actions={
        <>
          <DiscardButton version={version} onDone={() => setPublished(true)} />
          <Button
            variant="default"
            disabled={!draft.unsaved || draft.unreadable !== null}
            title={draft.unreadable ?? (draft.unsaved ? undefined : 'Everything is saved.')}
            loading={draft.save.isPending}
            rightSection={<KeyHint>Ctrl S</KeyHint>}
            onClick={save}
          >
            Save
          </Button>
          <SubmitButton draft={draft} main={useCase.riskClass === 'high'} />
          <PublishButton
            draft={draft}
            riskClass={useCase.riskClass}
            inForce={inForce}
            onDone={() => setPublished(true)}
          />
        </>
      }
    >
      <UnsavedGuard
        unsaved={draft.unsaved && !published}
        staysAt={paths.policyVersion(version.policyVersionId)}
      />
      <LifeSteps version={draft.saved} riskClass={useCase.riskClass} />
      {conflict ? <ConflictPanel draft={draft} /> : null}
      {draft.save.error && !conflict ? (
        <FailurePanel
          error={draft.save.error}
          title="Not saved; what you changed is still here."
          onRetry={save}
        />
      ) : null}
      <ViewChoice
        view={view}
        policyVersionId={version.policyVersionId}
        disabled={draft.unreadable && 'First make the JSON readable, or undo your last change to it.'}
      >
        <TryLinks
          useCaseId={useCase.useCaseId}
          policyVersionId={version.policyVersionId}
          unsaved={draft.unsaved}
        />
      </ViewChoice>
      <DraftBody draft={draft} useCase={useCase} inForce={inForce} view={view} />
      <ConditionHelp useCase={useCase} />
      <Panel title="Note" hint="What this version is for; it stays with it">
        <TextInput
          aria-label="Note about this version"
          maxLength={2000}
          value={draft.note}
          onChange={(event) => draft.setNote(event.currentTarget.value)}
        />
      </Panel>
    </Page>
  );
}

type DraftBodyProps = Omit<DraftEditorProps, 'version'> & { draft: Draft };

function DraftBody({ draft, useCase, inForce, view }: DraftBodyProps) {
  return view === 'rules' ? (
    <SubjectContext value={useCase}>
      <DocumentForm draft={draft} />
    </SubjectContext>
  ) : view === 'text' ? (
    <DocumentText draft={draft} slug={useCase.slug} />
  ) : (
    <Panel title="Changes" actions={inForce ? <EffectLink version={draft.saved} base={inForce} /> : null}>
      {inForce ? (
        <Changes
          before={inForce.document}
          after={draft.document}
          beforeName={`Version ${inForce.version}, in force`}
          afterName="This draft"
        />
      ) : (
        <p className="soft">Nothing is in force yet: everything in this draft is new.</p>
      )}
    </Panel>
  );
}

function Lead({ version, draft }: { version: PolicyVersion; draft: Draft }) {
  const errors = draft.problems?.filter((problem) => problem.severity === 'error').length ?? 0;
  const warnings = (draft.problems?.length ?? 0) - errors;
  return (
    <>
      <Mark tone="waiting">Draft</Mark> by {version.createdBy}, saved <TimeAgo at={version.changedAt} />
      {draft.unsaved ? '; with unsaved changes' : ''}.{' '}
      {errors > 0 ? <Mark tone="refused">{plural(errors, 'problem')}</Mark> : null}{' '}
      {warnings > 0 ? <Mark tone="waiting">{plural(warnings, 'warning')}</Mark> : null}
    </>
  );
}
