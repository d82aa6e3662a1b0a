import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { type CalibrationFit, fitCalibration, proposeCalibrationMap } from '../../../contract/calibration.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { useMissing } from '../../session.ts';
import { CurveChart } from '../../ui/CurveChart.tsx';
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ticksBetween } from '../../ui/read-curve.ts';
import { say } from '../../ui/say.ts';
import { percentWords } from '../../ui/words.ts';
import type { Looking } from './looking.ts';
import { numberOrDash } from './measure-words.ts';
import { reliabilityQuery } from './queries.ts';

type Fit = Static<typeof CalibrationFit>;
type Proposal = Fit['proposals'][number];

/** Fits every method to the labels above; a map is kept when a person says so, and used when a policy names it. */
export function FitPanel({ useCaseId, looking }: { useCaseId: string; looking: Looking }) {
  const mayNot = useMissing('calibration:write');
  const { data: report } = useQuery(reliabilityQuery(useCaseId, looking));
  const mayNotFit = mayNot ?? (report?.labels.graded === 0 ? 'There are no labels to fit to.' : null);
  const queryClient = useQueryClient();
  const { map: _, ...labels } = looking;
  const fit = useMutation({
    mutationFn: () => client.call(fitCalibration, { params: { useCaseId }, body: labels }),
  });
  const propose = useMutation({
    mutationFn: (method: Proposal['method']) =>
      client.call(proposeCalibrationMap, { params: { useCaseId }, body: { ...labels, method } }),
    onSuccess: async (map) => {
      say(`Map ${map.number} is kept. A policy uses it once it names its number.`);
      await queryClient.invalidateQueries({ queryKey: ['calibration', useCaseId] });
    },
  });
  return (
    <Panel
      title="A map from confidence to how often it is right"
      hint="Fitted on these labels and compared on parts held out; nothing changes until a policy names a map"
      actions={
        <Button
          size="xs"
          disabled={mayNotFit !== null}
          title={mayNotFit ?? undefined}
          loading={fit.isPending}
          onClick={() => fit.mutate()}
        >
          {fit.data ? 'Fit again' : 'Fit'}
        </Button>
      }
    >
      {fit.error ? <FailurePanel error={fit.error} title="Nothing was fitted." /> : null}
      {propose.error ? <FailurePanel error={propose.error} title="The map was not kept." /> : null}
      {fit.data ? (
        <>
          <p>{fit.data.sentence}</p>
          <FitChart fit={fit.data} />
          <DataTable
            label="Proposed maps"
            rows={fit.data.proposals}
            rowKey={(proposal) => proposal.method}
            columns={columnsWith((proposal) => (
              <Button
                size="compact-sm"
                variant={proposal.selected ? 'filled' : 'default'}
                disabled={mayNot !== null || proposal.parameters === null}
                title={mayNot ?? proposal.because ?? undefined}
                loading={propose.isPending && propose.variables === proposal.method}
                onClick={() => propose.mutate(proposal.method)}
              >
                Keep<span className="unseen"> the map by {proposal.method}</span>
              </Button>
            ))}
          />
        </>
      ) : (
        <p className="soft">
          Five methods from none to isotonic are tried. One is proposed only if it is better on labels it has
          not seen, and the simplest of those that are as good.
        </p>
      )}
    </Panel>
  );
}

function columnsWith(action: (proposal: Proposal) => React.ReactNode): readonly TableColumn<Proposal>[] {
  return [
    {
      name: 'Method',
      show: (proposal) => (
        <>
          {proposal.method} {proposal.selected ? <Mark tone="released">proposed</Mark> : null}
        </>
      ),
    },
    {
      name: 'Log-loss saved, held out',
      numeric: true,
      show: ({ improvement }) => (improvement ? numberOrDash(improvement.value) : '–'),
    },
    {
      name: '95 % interval',
      numeric: true,
      wideOnly: true,
      show: ({ improvement }) =>
        improvement ? (
          <span className="one-line">
            {numberOrDash(improvement.low)} to {numberOrDash(improvement.high)}
          </span>
        ) : (
          ''
        ),
    },
    {
      name: 'smECE',
      numeric: true,
      wideOnly: true,
      show: ({ smoothEce }) =>
        smoothEce ? (
          <span className="one-line">
            {numberOrDash(smoothEce.before)} → {numberOrDash(smoothEce.after)}
          </span>
        ) : (
          '–'
        ),
    },
    { name: 'Remark', below: true, show: ({ because }) => because ?? '' },
    { name: 'Action', hideName: true, show: action },
  ];
}

function FitChart({ fit }: { fit: Fit }) {
  const selected = fit.proposals.find((one) => one.selected);
  if (!selected) return null;
  const low = Math.min(...selected.curve.map(([, y]) => y), selected.curve[0]?.[0] ?? 0);
  const axis = { low, high: 1, ticks: ticksBetween(low, 1), words: percentWords };
  return (
    <CurveChart
      label={`The proposed map, by ${selected.method}`}
      x={{ ...axis, name: 'Confidence' }}
      y={{ ...axis, name: 'Calibrated confidence' }}
      curves={[
        {
          name: 'As it is',
          tone: 'neutral',
          dashed: true,
          points: [
            { x: low, y: low },
            { x: 1, y: 1 },
          ],
        },
        { name: selected.method, tone: 'released', points: selected.curve.map(([x, y]) => ({ x, y })) },
      ]}
    />
  );
}
