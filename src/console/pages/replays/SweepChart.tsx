import type { ReactNode } from 'react';
import type { Static } from 'typebox';
import type { sweepThresholds } from '../../../contract/replays.ts';
import { CurveChart } from '../../ui/CurveChart.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Legend } from '../../ui/Legend.tsx';
import { ticksBetween } from '../../ui/read-curve.ts';
import { WithTable } from '../../ui/WithTable.tsx';
import { numberWords, percentWords, plural } from '../../ui/words.ts';
import type { NamedValue } from './thresholds-on.ts';

type Sweep = Static<NonNullable<typeof sweepThresholds.answer>>;
type Slice = Sweep['slices'][number];

export type SweepChartProps = {
  sweep: Sweep;
  slice: Slice;
  /** The points worth showing. */
  range: { first: number; last: number };
  /** Which point the slider stands at. */
  place: number;
  inForce: readonly NamedValue[];
  /** Moves the place; it stands right above the curves. */
  slider: ReactNode;
};

/** Share released and share wrong over all thresholds, read at one of them. */
export function SweepChart({ sweep, slice, range, place, inForce, slider }: SweepChartProps) {
  const { decisions } = slice;
  const points = slice.points.slice(range.first, range.last + 1);
  const low = points[0]?.threshold ?? 0;
  const high = points.at(-1)?.threshold ?? 1;
  const at = slice.points[place];
  const known = points.filter((point) => point.error !== null);
  return (
    <>
      {at ? <Reading sweep={sweep} decisions={decisions} at={at} /> : null}
      {slider}
      <WithTable
        legend={
          <Legend
            items={[
              { name: 'Released', tone: 'released' },
              { name: 'Wrong among them', tone: 'refused' },
            ]}
          />
        }
        chart={
          <CurveChart
            label="Share released and share wrong among the released, by threshold"
            x={{
              name: 'Threshold',
              low,
              high,
              ticks: ticksBetween(low, high),
              words: (value) => String(Number(value.toFixed(3))),
            }}
            y={{ name: 'Share', low: 0, high: 1, ticks: ticksBetween(0, 1), words: percentWords }}
            bands={[
              {
                name: '95 % interval',
                tone: 'refused',
                low: known.map((point) => ({ x: point.threshold, y: point.error?.low ?? 0 })),
                high: known.map((point) => ({ x: point.threshold, y: point.error?.high ?? 0 })),
              },
            ]}
            curves={[
              {
                name: 'Released',
                tone: 'released',
                points: points.map((point) => ({
                  x: point.threshold,
                  y: decisions > 0 ? point.released / decisions : 0,
                })),
              },
              {
                name: 'Wrong among them',
                tone: 'refused',
                points: known.map((point) => ({ x: point.threshold, y: point.error?.value ?? 0 })),
              },
            ]}
            markers={[
              ...inForce
                .filter(({ value }) => value >= low && value <= high)
                .map(({ name, value }) => ({ x: value, name: `${name}, in force` })),
              ...(at ? [{ x: at.threshold, name: '' }] : []),
            ]}
          />
        }
        table={<PointTable points={points} />}
      />
    </>
  );
}

type Point = Slice['points'][number];

/** What the threshold under the slider would do, as a sentence. */
function Reading({ sweep, decisions, at }: { sweep: Sweep; decisions: number; at: Point }) {
  return (
    <p aria-live="polite">
      {sweep.safe === 'at-or-above' ? 'At or above' : 'At or below'}{' '}
      <strong>{Number(at.threshold.toFixed(4))}</strong>: {plural(at.released, 'decision')} released (
      {percentWords(decisions > 0 ? at.released / decisions : 0)}), {numberWords(decisions - at.released)} for
      people.{' '}
      {at.error
        ? `Of the released ${percentWords(at.error.value)} are wrong, 95 % interval ${percentWords(at.error.low)} to ${percentWords(at.error.high)}, from ${plural(at.graded, 'judged decision')}.`
        : 'How many of the released are wrong is not known: too few were judged.'}
      {at.unknown > 0
        ? ` Nothing is known about ${numberWords(at.unknown)} of them: nobody judged such decisions.`
        : ''}
    </p>
  );
}

function PointTable({ points }: { points: readonly Point[] }) {
  return (
    <DataTable
      label="By threshold"
      dense
      maxHeight="24rem"
      rows={points}
      rowKey={(row) => String(row.threshold)}
      columns={[
        { name: 'Threshold', numeric: true, show: (row) => Number(row.threshold.toFixed(4)) },
        { name: 'Released', numeric: true, show: (row) => numberWords(row.released) },
        { name: 'Judged', numeric: true, show: (row) => numberWords(row.graded) },
        { name: 'Wrong', numeric: true, show: (row) => numberWords(row.wrong) },
        {
          name: 'Share wrong',
          numeric: true,
          show: ({ error }) =>
            error
              ? `${percentWords(error.value)} (${percentWords(error.low)} to ${percentWords(error.high)})`
              : 'unknown',
        },
      ]}
    />
  );
}
