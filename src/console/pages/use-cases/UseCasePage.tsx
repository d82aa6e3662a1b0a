import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { PathLink } from '../../parts/PathLink.tsx';
import { modelVersionsQuery, oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { Page } from '../../ui/Page.tsx';
import { CallsPanel } from './CallsPanel.tsx';
import { LoweringPanel } from './LoweringPanel.tsx';
import { ModelsPanel } from './ModelsPanel.tsx';
import { ReadyPanel } from './ReadyPanel.tsx';
import { SettingsForm } from './SettingsForm.tsx';
import { outputWords, riskWords } from './use-case.ts';

const route = getRouteApi('/signed-in/use-cases/$useCaseId');

type Place = { name: string; path: (search: { useCaseId: string }) => string };

const openPlaces: readonly Place[] = [{ name: 'Decisions', path: paths.decisions }];
const steeringPlaces: readonly Place[] = [
  { name: 'Policy', path: paths.policies },
  { name: 'Replays', path: paths.replays },
  { name: 'Shadows', path: paths.shadows },
  { name: 'Standing approvals', path: paths.standingApprovals },
  { name: 'Calibration', path: paths.calibration },
  { name: 'Certificates', path: paths.certificates },
];

/** One use case: whether it is ready, its settings, its models, and how to send it decisions. */
export default function UseCasePage() {
  const { useCaseId } = route.useParams();
  const { data: useCase } = useSuspenseQuery(oneUseCaseQuery(useCaseId));
  const { data: models } = useSuspenseQuery(modelVersionsQuery(useCaseId));
  const mayNotSeePolicies = useMissing('policies:read');
  return (
    <Page
      title={useCase.name}
      lead={
        <>
          {outputWords[useCase.outputKind].name}, {riskWords[useCase.riskClass].toLowerCase()} risk, owned by{' '}
          {useCase.ownerName}. <code>{useCase.slug}</code>
        </>
      }
      actions={(mayNotSeePolicies ? openPlaces : [...openPlaces, ...steeringPlaces]).map(({ name, path }) => (
        <Button key={name} component={PathLink} path={path({ useCaseId })} variant="default" size="xs">
          {name}
        </Button>
      ))}
    >
      {mayNotSeePolicies ? null : <ReadyPanel useCaseId={useCaseId} models={models.items} />}
      <LoweringPanel useCase={useCase} />
      <CallsPanel useCase={useCase} models={models.items} />
      <ModelsPanel useCase={useCase} models={models.items} />
      <SettingsForm key={`${useCaseId}`} useCase={useCase} />
    </Page>
  );
}
