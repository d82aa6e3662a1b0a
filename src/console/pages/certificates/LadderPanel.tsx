import type { Certificate } from '../../../contract/certificates.ts';
import { exactShare, promiseWords, thresholdWords } from '../../parts/certificate-words.ts';
import { CurveChart } from '../../ui/CurveChart.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Legend } from '../../ui/Legend.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ticksBetween } from '../../ui/read-curve.ts';
import { WithTable } from '../../ui/WithTable.tsx';
import { numberWords, percentWords } from '../../ui/words.ts';

type Step = Certificate['ladder'][number];

export type LadderPanelProps = {
  ladder: Certificate['ladder'];
  promise: Certificate['promise'];
  targetError: number;
  /** The certified threshold; null where there is none. */
  threshold: number | null;
};

/** Every candidate threshold, fixed before a label was looked at, with what the labels say of it. */
export function LadderPanel({ ladder, promise, targetError, threshold }: LadderPanelProps) {
  const labelled = ladder.filter((step) => step.n > 0);
  if (labelled.length === 0) return null;
  const rates = labelled.map((step) => ({ x: step.coverage, y: step.k / step.n }));
  const uppers = labelled.flatMap((step) =>
    step.upper === null ? [] : [{ x: step.coverage, y: step.upper }],
  );
  // Close to the limit it is decided; far above it, curves may leave the picture.
  const top = Math.min(
    1,
    Math.max(targetError * 4, 0.02),
    Math.max(targetError * 1.5, ...uppers.map(({ y }) => y)),
  );
  const certified = ladder.find((step) => step.threshold === threshold);
  const atMost = atMostWords[promise];
  return (
    <Panel
      title="The ladder"
      hint="From the strictest threshold to the loosest: errors seen, and the rate the labels leave room for"
    >
      <WithTable
        legend={
          <Legend
            items={[
              { name: 'Errors seen', tone: 'refused' },
              { name: atMost, tone: 'waiting' },
              { name: 'Limit', tone: 'neutral' },
            ]}
          />
        }
        chart={
          <CurveChart
            label={`Errors by share of decisions released; the limit is ${exactShare(targetError)} ${promiseWords[promise].of}`}
            x={{ name: 'Released', low: 0, high: 1, ticks: ticksBetween(0, 1), words: percentWords }}
            y={{
              name: promise === 'released' ? 'Errors among them' : 'Errors among all',
              low: 0,
              high: top,
              ticks: ticksBetween(0, top),
              words: exactShare,
            }}
            curves={[
              {
                name: 'Limit',
                tone: 'neutral',
                dashed: true,
                points: [
                  { x: 0, y: targetError },
                  { x: 1, y: targetError },
                ],
              },
              { name: 'Errors seen', tone: 'refused', points: rates },
              { name: atMost, tone: 'waiting', points: uppers },
            ]}
            markers={certified ? [{ x: certified.coverage, name: 'certified' }] : []}
          />
        }
        table={<LadderTable ladder={ladder} promise={promise} />}
      />
    </Panel>
  );
}

/** The share that the labels of one step leave room for. */
const atMostWords: Readonly<Record<LadderPanelProps['promise'], string>> = {
  released: 'At most, one by one',
  all: 'At most',
  'all-in-expectation': 'In expectation, at most',
};

function LadderTable({ ladder, promise }: Pick<LadderPanelProps, 'ladder' | 'promise'>) {
  return (
    <DataTable
      label="The ladder"
      dense
      maxHeight="24rem"
      rows={ladder}
      rowKey={(step) => String(step.threshold)}
      columns={[
        { name: 'Threshold', numeric: true, show: (step) => thresholdWords(step.threshold) },
        { name: 'Released', numeric: true, show: (step) => percentWords(step.coverage) },
        { name: 'Labels', numeric: true, show: (step) => numberWords(step.n) },
        { name: 'Errors', numeric: true, show: (step) => numberWords(step.k) },
        {
          name: promise === 'all-in-expectation' ? 'In expectation, at most' : 'At most',
          numeric: true,
          wideOnly: true,
          show: (step) => (step.upper === null ? '–' : exactShare(step.upper)),
        },
        ...(promise === 'all-in-expectation'
          ? []
          : [
              {
                name: 'p',
                numeric: true,
                wideOnly: true,
                show: ({ p }: Step) => (p === null ? '–' : Number(p.toPrecision(3))),
              },
            ]),
        {
          name: 'Outcome',
          show: (step) => (step.passed ? <Mark tone="released">certified</Mark> : ''),
        },
      ]}
    />
  );
}
