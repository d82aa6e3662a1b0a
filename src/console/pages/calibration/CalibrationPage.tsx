import { Button } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { mapsQuery } from '../../parts/calibration-queries.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { PathLink } from '../../parts/PathLink.tsx';
import { UseCasePicker } from '../../parts/UseCasePicker.tsx';
import { allUseCasesQuery, modelVersionsQuery, oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { worthRetrying } from '../../parts/worth-retrying.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Refreshing } from '../../ui/Refreshing.tsx';
import { CurvePanel } from './CurvePanel.tsx';
import { FitPanel } from './FitPanel.tsx';
import { LabelsPanel } from './LabelsPanel.tsx';
import { LookingFields } from './LookingFields.tsx';
import { lookingOf } from './looking.ts';
import { MapsPanel } from './MapsPanel.tsx';
import { reliabilityQuery, validationSetsQuery } from './queries.ts';
import { ScoresPanel } from './ScoresPanel.tsx';
import { ValidationSetsPanel } from './ValidationSetsPanel.tsx';
import { ValuesPanel } from './ValuesPanel.tsx';

const route = getRouteApi('/signed-in/calibration');

const lead =
  'Whether a confidence of 0.9 means right nine times in ten. What is not known is said, and nothing is guessed.';

/** How far the confidence of a model version can be trusted, and what to do where it cannot. */
export default function CalibrationPage() {
  const search = route.useSearch();
  const { data: useCases } = useSuspenseQuery(allUseCasesQuery);
  const chosen = useCases.items.find((one) => one.useCaseId === search.useCaseId) ?? useCases.items[0];
  if (!chosen) {
    return (
      <Page title="Calibration" lead={lead}>
        <Panel>
          <EmptyState
            icon="useCases"
            title="There is no use case yet."
            actions={
              <Button component={PathLink} path={paths.allUseCases()}>
                Create a use case
              </Button>
            }
          >
            Calibration is about the model versions of a use case and what people said about their decisions.
          </EmptyState>
        </Panel>
      </Page>
    );
  }
  return (
    <Page
      title="Calibration"
      lead={lead}
      actions={
        <UseCasePicker
          useCases={useCases.items}
          chosen={chosen.useCaseId}
          path={(useCaseId) => paths.calibration({ useCaseId })}
        />
      }
    >
      <OfUseCase key={chosen.useCaseId} useCaseId={chosen.useCaseId} />
    </Page>
  );
}

function OfUseCase({ useCaseId }: { useCaseId: string }) {
  const search = route.useSearch();
  const { data: useCase } = useSuspenseQuery(oneUseCaseQuery(useCaseId));
  const { data: models } = useSuspenseQuery(modelVersionsQuery(useCaseId));
  const { data: maps } = useSuspenseQuery(mapsQuery(useCaseId));
  const { data: sets } = useSuspenseQuery(validationSetsQuery(useCaseId));
  const looking = lookingOf(search, models.items, Date.now());
  if (!looking) {
    return (
      <Panel>
        <EmptyState
          icon="spark"
          title="No model version is registered."
          actions={
            <Button component={PathLink} path={paths.oneUseCase(useCaseId)}>
              Register one
            </Button>
          }
        >
          Every model version is calibrated for itself: another version means another kind of confidence.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <>
      <LookingFields
        useCase={useCase}
        models={models.items}
        sets={sets.items}
        maps={maps.items}
        search={search}
        looking={looking}
      />
      <Report useCaseId={useCaseId} looking={looking} />
      <FitPanel key={JSON.stringify(looking)} useCaseId={useCaseId} looking={looking} />
      <MapsPanel useCaseId={useCaseId} maps={maps.items} />
      <ValidationSetsPanel useCaseId={useCaseId} sets={sets.items} modelVersionId={looking.modelVersionId} />
    </>
  );
}

function Report({
  useCaseId,
  looking,
}: {
  useCaseId: string;
  looking: NonNullable<ReturnType<typeof lookingOf>>;
}) {
  const { data, error, refetch, isPlaceholderData } = useQuery(reliabilityQuery(useCaseId, looking));
  if (error) {
    const again = worthRetrying(error) ? { onRetry: () => void refetch() } : null;
    return <FailurePanel error={error} title="This cannot be shown." {...again} />;
  }
  if (!data) return <Panel>{null}</Panel>;
  if (data.labels.graded === 0) {
    return (
      <Panel>
        <EmptyState icon="spark" title="Nothing here has been judged yet.">
          {data.labels.population
            ? `${data.labels.population.toLocaleString('en')} decisions are in this window, and no person has judged one. `
            : ''}
          Labels come from the audit sample and from reviews; or import a labelled validation set below, so
          that calibration can begin before traffic does.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Refreshing busy={isPlaceholderData}>
      <CurvePanel report={data} />
      <LabelsPanel labels={data.labels} source={data.source} />
      <ScoresPanel report={data} />
      <ValuesPanel report={data} />
    </Refreshing>
  );
}
