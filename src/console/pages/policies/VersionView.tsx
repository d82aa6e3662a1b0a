import { Button, NativeSelect } from '@mantine/core';
import type { Static } from 'typebox';
import type { UseCase } from '../../../contract/use-cases.ts';
import { EndedCertificates } from '../../parts/EndedCertificates.tsx';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { PathLink } from '../../parts/PathLink.tsx';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { CodeView } from '../../ui/CodeView.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { ApprovalActions } from './ApprovalActions.tsx';
import { Changes } from './Changes.tsx';
import { EffectLink } from './EffectLink.tsx';
import { ExportHint } from './ExportHint.tsx';
import { LifeSteps } from './LifeSteps.tsx';
import type { PolicyVersion } from './policy-version.ts';
import { RollBackButton } from './RollBackButton.tsx';
import { RuleList } from './RuleList.tsx';
import { TryLinks } from './TryLinks.tsx';
import { useStartDraft } from './use-start-draft.ts';
import { ViewChoice } from './ViewChoice.tsx';
import { versionStates } from './version-words.ts';
import type { View } from './views.ts';

export type VersionViewProps = {
  version: PolicyVersion;
  useCase: Static<typeof UseCase>;
  versions: readonly PolicyVersion[];
  /** What "changes" compares with. */
  base: PolicyVersion | null;
  view: View;
};

/** A version to read; any of them can be the start of a new draft, and an older one can be put in force again. */
export function VersionView({ version, useCase, versions, base, view }: VersionViewProps) {
  const mayNot = useMissing('policies:write');
  const start = useStartDraft(useCase.useCaseId);
  const go = useGo();
  const older = version.state === 'superseded';
  const waits = version.state === 'submitted' || version.state === 'approved';
  const inForce = versions.find((one) => one.state === 'published') ?? null;
  return (
    <Page
      title={`${useCase.name}, version ${version.version}`}
      lead={<Lead version={version} />}
      actions={
        <>
          <Button
            component={PathLink}
            path={paths.policies({ useCaseId: useCase.useCaseId })}
            variant="default"
          >
            All versions
          </Button>
          {waits ? (
            <ApprovalActions version={version} riskClass={useCase.riskClass} inForce={inForce} />
          ) : null}
          {older && inForce ? (
            <RollBackButton
              inForce={inForce}
              to={version}
              size="sm"
              onDone={(policyVersionId) => go(paths.policyVersion(policyVersionId))}
            />
          ) : null}
          {version.state === 'draft' || waits ? null : (
            <Button
              disabled={mayNot !== null}
              title={mayNot ?? undefined}
              loading={start.isPending}
              onClick={() => start.mutate(version)}
            >
              Start a draft from it
            </Button>
          )}
        </>
      }
    >
      {start.error ? <FailurePanel error={start.error} title="No draft was started." /> : null}
      <LifeSteps version={version} riskClass={useCase.riskClass} />
      {version.state === 'published' ? (
        <EndedCertificates useCaseId={useCase.useCaseId} document={version.document} />
      ) : null}
      <ViewChoice view={view} policyVersionId={version.policyVersionId}>
        {version.state === 'discarded' ? null : (
          <TryLinks useCaseId={useCase.useCaseId} policyVersionId={version.policyVersionId} />
        )}
      </ViewChoice>
      <Shown version={version} useCase={useCase} versions={versions} base={base} view={view} />
    </Page>
  );
}

/** Its rules, its text, or what it changes. */
function Shown({ version, useCase, versions, base, view }: VersionViewProps) {
  if (view === 'rules') {
    return (
      <Panel>
        <RuleList document={version.document} />
      </Panel>
    );
  }
  if (view === 'text') {
    return (
      <Panel title="As JSON" hint={<span className="break">SHA-256 {version.documentHash}</span>}>
        <CodeView text={JSON.stringify(version.document, null, 2)} label="policy as JSON" />
        <ExportHint slug={useCase.slug} policyVersionId={version.policyVersionId} />
      </Panel>
    );
  }
  return (
    <Panel
      title="Changes"
      actions={
        <>
          {base ? <EffectLink version={version} base={base} /> : null}
          <BaseChoice version={version} versions={versions} base={base} />
        </>
      }
    >
      {base ? (
        <Changes
          before={base.document}
          after={version.document}
          beforeName={`Version ${base.version}`}
          afterName={`Version ${version.version}`}
        />
      ) : (
        <p className="soft">This version was not made from another one; choose one to compare with.</p>
      )}
    </Panel>
  );
}

function Lead({ version }: { version: PolicyVersion }) {
  const { words, tone } = versionStates[version.state];
  return (
    <>
      <Mark tone={tone}>{words}</Mark>{' '}
      {version.publishedAt ? (
        <>
          published <TimeAgo at={version.publishedAt} /> by {version.publishedBy}
          {version.createdBy === version.publishedBy ? null : `, written by ${version.createdBy}`}
        </>
      ) : (
        <>
          by {version.createdBy}, changed <TimeAgo at={version.changedAt} />
        </>
      )}
      {version.note ? <>. “{version.note}”</> : null}
    </>
  );
}

type BaseChoiceProps = {
  version: PolicyVersion;
  versions: readonly PolicyVersion[];
  base: PolicyVersion | null;
};

function BaseChoice({ version, versions, base }: BaseChoiceProps) {
  const go = useGo();
  const others = versions.filter((one) => one.policyVersionId !== version.policyVersionId);
  return (
    <NativeSelect
      size="xs"
      aria-label="Compare with"
      value={base?.policyVersionId ?? ''}
      onChange={(event) => {
        const from = event.currentTarget.value || undefined;
        void go(paths.policyVersion(version.policyVersionId, { view: 'changes', from }), {
          replace: true,
          resetScroll: false,
        });
      }}
      data={[
        { value: '', label: 'Compare with …' },
        ...others.map((one) => ({ value: one.policyVersionId, label: `Version ${one.version}` })),
      ]}
    />
  );
}
