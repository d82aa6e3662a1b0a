import type { Reliability } from '../../../contract/calibration.ts';
import { CurveChart } from '../../ui/CurveChart.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Legend } from '../../ui/Legend.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ticksBetween } from '../../ui/read-curve.ts';
import { Stat } from '../../ui/Stat.tsx';
import { WithTable } from '../../ui/WithTable.tsx';
import { percentWords } from '../../ui/words.ts';
import classes from './Calibration.module.css';
import { measureWords } from './measure-words.ts';
import { verdictWords } from './verdict-words.ts';

/** The reliability curve, with the band a perfectly calibrated model would stay in, and the gap in words. */
export function CurvePanel({ report }: { report: Reliability }) {
  const { curve, gapSentence, accuracy, meanConfidence } = report;
  return (
    <Panel
      title="Reliability curve"
      hint="Share of right decisions at each confidence; on the dashed line the model would mean what it says"
    >
      <div className={classes.lead}>
        <Stat
          size="large"
          value={meanConfidence === null ? '–' : percentWords(meanConfidence)}
          about="mean confidence"
        />
        <Stat
          size="large"
          value={accuracy.value === null ? '–' : percentWords(accuracy.value)}
          about={`right; ${measureWords(accuracy)}`}
        />
        <p className={classes.sentence}>
          {gapSentence} {verdictWords(report)}
        </p>
      </div>
      <WithTable
        legend={
          <Legend
            items={[
              { name: 'Right, as judged', tone: 'changed' },
              { name: 'Where a calibrated model would stay, 9 times in 10', tone: 'neutral' },
            ]}
          />
        }
        chart={<ReliabilityChart report={report} />}
        table={<CurveTable curve={curve} />}
      />
    </Panel>
  );
}

function ReliabilityChart({ report }: { report: Reliability }) {
  const { curve, values, gapSentence } = report;
  const low = tenthBelow(curve.map((one) => one.confidence));
  const bottom = Math.min(low, tenthBelow(curve.map((one) => one.accuracy)));
  const most = Math.max(...values.map((one) => one.n), 1);
  const banded = curve.filter((one) => one.bandLow !== null && one.bandHigh !== null);
  const axis = (name: string, from: number) => ({
    name,
    low: from,
    high: 1,
    ticks: ticksBetween(from, 1),
    words: percentWords,
  });
  return (
    <CurveChart
      label={`Reliability curve. ${gapSentence}`}
      x={axis(report.map === null ? 'Confidence' : `Confidence by map ${report.map}`, low)}
      y={axis('Right', bottom)}
      bands={[
        {
          name: 'If calibrated',
          tone: 'neutral',
          low: banded.map((one) => ({ x: one.confidence, y: one.bandLow ?? 0 })),
          high: banded.map((one) => ({ x: one.confidence, y: one.bandHigh ?? 0 })),
        },
      ]}
      curves={[
        {
          name: 'Perfect',
          tone: 'neutral',
          dashed: true,
          points: [
            { x: low, y: low },
            { x: 1, y: 1 },
          ],
        },
        {
          name: 'Right',
          tone: 'changed',
          points: curve.map((one) => ({ x: one.confidence, y: one.accuracy })),
        },
      ]}
      dots={
        report.distinctValues <= 30
          ? values.map((one) => ({
              x: one.confidence,
              y: one.accuracy,
              tone: 'changed' as const,
              weight: one.n / most,
            }))
          : []
      }
    />
  );
}

/** Where an axis begins: at a tenth, and leaving room where everything is close to one. */
function tenthBelow(shares: readonly number[]): number {
  return Math.max(0, Math.floor(Math.min(...shares, 0.9) * 10) / 10);
}

function CurveTable({ curve }: Pick<Reliability, 'curve'>) {
  return (
    <DataTable
      label="Reliability curve"
      dense
      maxHeight="20rem"
      rows={curve}
      rowKey={(row) => String(row.confidence)}
      columns={[
        { name: 'Confidence', numeric: true, show: (row) => row.confidence.toFixed(3) },
        { name: 'Right', numeric: true, show: (row) => percentWords(row.accuracy) },
        {
          name: 'If calibrated',
          numeric: true,
          show: (row) =>
            row.bandLow === null || row.bandHigh === null
              ? '–'
              : `${percentWords(row.bandLow)} to ${percentWords(row.bandHigh)}`,
        },
      ]}
    />
  );
}
