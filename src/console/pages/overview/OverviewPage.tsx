import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Overview } from '../../../contract/overview.ts';
import { useLive } from '../../live.ts';
import { OverloadPanel } from '../../parts/OverloadPanel.tsx';
import { overloadQuery } from '../../parts/overload-query.ts';
import { allUseCasesQuery } from '../../parts/use-case-queries.ts';
import { Page } from '../../ui/Page.tsx';
import { CorrectionsPanel } from './CorrectionsPanel.tsx';
import { EndedPanel } from './EndedPanel.tsx';
import { FirstSteps } from './FirstSteps.tsx';
import { FlowPanel } from './FlowPanel.tsx';
import { LiveMark } from './LiveMark.tsx';
import { OverrideRatePanel, ReleasedErrorPanel, RoutesPanel, TimeToHumanPanel } from './MeasurePanels.tsx';
import classes from './OverviewPage.module.css';
import { overviewQuery, overviewStream } from './queries.ts';
import { ViewPicker } from './ViewPicker.tsx';
import { WaitingPanel } from './WaitingPanel.tsx';

const route = getRouteApi('/signed-in/');

/** What happens right now: a stream keeps it fresh, the roll-ups answer it. */
export default function OverviewPage() {
  const search = route.useSearch();
  const queryClient = useQueryClient();
  const { data: overview } = useSuspenseQuery(overviewQuery(search));
  const { data: useCases } = useSuspenseQuery(allUseCasesQuery);
  const live = useLive(
    overviewStream(search),
    (data) => queryClient.setQueryData(overviewQuery(search).queryKey, data as Overview), // the server sends what getOverview answers
  );
  const { data: overload } = useQuery(overloadQuery);
  const saturated = (overload?.items ?? []).filter(
    ({ steps, useCaseId }) => steps > 0 && (!search.useCaseId || useCaseId === search.useCaseId),
  );
  const nothingYet =
    useCases.items.length === 0 ||
    (overview.decisions === 0 && overview.backlog === 0 && overview.verdicts.length === 0);
  return (
    <Page
      title="Overview"
      lead={<LiveMark state={live} at={overview.at} simulated={overview.simulated} />}
      actions={nothingYet ? null : <ViewPicker search={search} useCases={useCases.items} />}
    >
      {nothingYet ? <FirstSteps useCase={useCases.items[0] ?? null} /> : null}
      {saturated.map((item) => (
        <OverloadPanel key={item.useCaseId} item={item} named />
      ))}
      <EndedPanel overview={overview} />
      {useCases.items.length > 0 ? (
        <div className={classes.grid}>
          <FlowPanel overview={overview} className={classes.flow} />
          <WaitingPanel overview={overview} className={classes.waiting} useCaseId={search.useCaseId} />
          <TimeToHumanPanel overview={overview} />
          <OverrideRatePanel overview={overview} />
          <ReleasedErrorPanel overview={overview} />
          <RoutesPanel overview={overview} />
          <CorrectionsPanel overview={overview} className={classes.corrections} />
        </div>
      ) : null}
    </Page>
  );
}
