import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { certificatesQuery } from '../../parts/certificate-queries.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { policyVersionsQuery } from '../../parts/policy-queries.ts';
import { UseCasePicker } from '../../parts/UseCasePicker.tsx';
import { allUseCasesQuery, modelVersionsQuery, oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { CertificateList } from './CertificateList.tsx';
import { PreviewPanel } from './PreviewPanel.tsx';
import { QuestionFields } from './QuestionFields.tsx';
import { questionOf, usualReviewCost } from './question.ts';

const route = getRouteApi('/signed-in/certificates');

const lead =
  'The loosest threshold for which an error limit can be proven from the audit labels, and a guard that takes it back.';

/** Ask for an error limit, see what can be certified, and issue it. */
export default function CertificatesPage() {
  const search = route.useSearch();
  const { data: useCases } = useSuspenseQuery(allUseCasesQuery);
  const chosen = useCases.items.find((one) => one.useCaseId === search.useCaseId) ?? useCases.items[0];
  return (
    <Page
      title="Certificates"
      lead={lead}
      actions={
        chosen ? (
          <UseCasePicker
            useCases={useCases.items}
            chosen={chosen.useCaseId}
            path={(useCaseId) => paths.certificates({ useCaseId })}
          />
        ) : null
      }
    >
      {chosen ? (
        <OfUseCase key={chosen.useCaseId} useCaseId={chosen.useCaseId} />
      ) : (
        <Nothing action="Create a use case" path={paths.allUseCases()}>
          A certificate is about one threshold of one use case.
        </Nothing>
      )}
    </Page>
  );
}

function OfUseCase({ useCaseId }: { useCaseId: string }) {
  const search = route.useSearch();
  const { data: useCase } = useSuspenseQuery(oneUseCaseQuery(useCaseId));
  const { data: models } = useSuspenseQuery(modelVersionsQuery(useCaseId));
  const { data: versions } = useSuspenseQuery(policyVersionsQuery(useCaseId));
  const { data: certificates } = useSuspenseQuery(certificatesQuery(useCaseId));
  const inForce = versions.items.find((one) => one.state === 'published') ?? null;
  const deciding = models.items.filter((one) => !one.retiredAt);
  const question = questionOf(search, deciding, { policy: inForce?.document ?? null, nowMs: Date.now() });
  if (!question) {
    return (
      <Nothing action="Register a model version" path={paths.oneUseCase(useCaseId)}>
        A certificate is about the decisions of one model version.
      </Nothing>
    );
  }
  const reviewCost = search.reviewCost ?? usualReviewCost;
  return (
    <>
      <QuestionFields
        useCase={useCase}
        models={deciding}
        thresholds={inForce?.document.thresholds ?? []}
        calibration={inForce?.document.calibration ?? {}}
        search={search}
        question={question}
        reviewCost={reviewCost}
      />
      <PreviewPanel useCaseId={useCaseId} question={question} reviewCost={reviewCost} />
      <CertificateList certificates={certificates.items} />
    </>
  );
}

function Nothing({ action, path, children }: { action: string; path: string; children: string }) {
  return (
    <Panel>
      <EmptyState
        icon="certificates"
        title="There is nothing to certify yet."
        actions={
          <Button component={PathLink} path={path}>
            {action}
          </Button>
        }
      >
        {children}
      </EmptyState>
    </Panel>
  );
}
