import { Button } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { EndedCertificates } from '../../parts/EndedCertificates.tsx';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { OverloadPanel } from '../../parts/OverloadPanel.tsx';
import { overloadQuery } from '../../parts/overload-query.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { PersonName } from '../../parts/PersonName.tsx';
import { policyVersionsQuery } from '../../parts/policy-queries.ts';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import type { PolicyVersion } from './policy-version.ts';
import { RollBackButton } from './RollBackButton.tsx';
import { RuleList } from './RuleList.tsx';
import { useStartDraft } from './use-start-draft.ts';
import { versionStates } from './version-words.ts';

const columns: readonly TableColumn<PolicyVersion>[] = [
  {
    name: 'Version',
    show: (version) => (
      <PathLink path={paths.policyVersion(version.policyVersionId)}>Version {version.version}</PathLink>
    ),
  },
  {
    name: 'State',
    show: ({ state }) => <Mark tone={versionStates[state].tone}>{versionStates[state].words}</Mark>,
  },
  {
    name: 'Note',
    below: true,
    show: ({ note }) => (note ? <span className="break">{note}</span> : null),
  },
  { name: 'Author', wideOnly: true, show: (version) => <PersonName name={version.createdBy} /> },
  {
    name: 'When',
    show: (version) => <TimeAgo at={version.publishedAt ?? version.changedAt} />,
  },
];

/** The version in force in plain words, drafts, and every version there was. */
export function Versions({ useCaseId, useCaseName }: { useCaseId: string; useCaseName: string }) {
  const { data } = useSuspenseQuery(policyVersionsQuery(useCaseId));
  const mayNot = useMissing('policies:write');
  const start = useStartDraft(useCaseId);
  const { data: overload } = useQuery(overloadQuery);
  const load = overload?.items.find((one) => one.useCaseId === useCaseId);
  const inForce = data.items.find((version) => version.state === 'published');
  const previous = data.items.find((version) => version.state === 'superseded');
  const newDraft = (
    <Button
      size="xs"
      leftSection={<Icon name="plus" size={16} />}
      disabled={mayNot !== null}
      title={mayNot ?? undefined}
      loading={start.isPending}
      onClick={() => start.mutate(inForce)}
    >
      New draft
    </Button>
  );
  return (
    <>
      {start.error ? <FailurePanel error={start.error} title="No draft was started." /> : null}
      {inForce ? <EndedCertificates useCaseId={useCaseId} document={inForce.document} /> : null}
      <Panel
        title={inForce ? `${useCaseName}: version ${inForce.version} is in force` : useCaseName}
        hint={
          inForce?.publishedAt ? (
            <>
              Published <TimeAgo at={inForce.publishedAt} /> by {inForce.publishedBy}
            </>
          ) : null
        }
        actions={
          inForce ? (
            <>
              <Button
                component={PathLink}
                path={paths.policyVersion(inForce.policyVersionId)}
                size="xs"
                variant="default"
              >
                Open
              </Button>
              {previous ? <RollBackButton inForce={inForce} to={previous} /> : null}
              {newDraft}
            </>
          ) : null
        }
      >
        {inForce ? (
          <RuleList document={inForce.document} />
        ) : (
          <EmptyState icon="policies" title="No policy is in force." actions={newDraft}>
            Until one is published, decisions of this use case are refused. A first draft holds everything for
            people; add rules for what may leave by itself.
          </EmptyState>
        )}
      </Panel>
      {load ? <OverloadPanel item={load} /> : null}
      {data.items.length > 0 ? (
        <Panel title="Versions" hint="Drafts and everything that was in force, newest first" flush>
          <DataTable
            label="Versions"
            columns={columns}
            rows={data.items}
            rowKey={(version) => version.policyVersionId}
          />
        </Panel>
      ) : null}
    </>
  );
}
