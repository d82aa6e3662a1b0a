import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { PathLink } from '../../parts/PathLink.tsx';
import { UseCasePicker } from '../../parts/UseCasePicker.tsx';
import { allUseCasesQuery, oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ApprovalList } from './ApprovalList.tsx';
import { IssuePanel } from './IssuePanel.tsx';
import { approvalsQuery } from './queries.ts';

const route = getRouteApi('/signed-in/standing-approvals');

/** "Release decisions like these for two hours." */
export default function StandingApprovalsPage() {
  const search = route.useSearch();
  const { data: useCases } = useSuspenseQuery(allUseCasesQuery);
  const chosen = useCases.items.find((one) => one.useCaseId === search.useCaseId) ?? useCases.items[0];
  return (
    <Page
      title="Standing approvals"
      lead="Release decisions like these for a while, although the policy would hold them. Each is still recorded, and the audit still draws."
      actions={
        chosen ? (
          <UseCasePicker
            useCases={useCases.items}
            chosen={chosen.useCaseId}
            path={(useCaseId) => paths.standingApprovals({ useCaseId })}
          />
        ) : null
      }
    >
      {chosen ? (
        <OfUseCase key={chosen.useCaseId} useCaseId={chosen.useCaseId} />
      ) : (
        <Panel>
          <EmptyState
            icon="approvals"
            title="There is nothing to approve yet."
            actions={
              <Button component={PathLink} path={paths.allUseCases()}>
                Create a use case
              </Button>
            }
          >
            A standing approval is about the decisions of one use case.
          </EmptyState>
        </Panel>
      )}
    </Page>
  );
}

function OfUseCase({ useCaseId }: { useCaseId: string }) {
  const { data: useCase } = useSuspenseQuery(oneUseCaseQuery(useCaseId));
  const { data: approvals } = useSuspenseQuery(approvalsQuery(useCaseId));
  return (
    <>
      <IssuePanel useCase={useCase} />
      <ApprovalList useCaseId={useCaseId} approvals={approvals.items} />
    </>
  );
}
