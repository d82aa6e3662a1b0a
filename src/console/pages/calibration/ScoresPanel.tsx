import type { Reliability } from '../../../contract/calibration.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Notes } from '../../ui/Notes.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { percentWords } from '../../ui/words.ts';
import { numberOrDash, pointWords } from './measure-words.ts';

const testNames: Readonly<Record<Reliability['tests'][number]['name'], string>> = {
  'ecce-mad': 'Greatest running gap (ECCE-MAD)',
  'ecce-r': 'Range of the running gap (ECCE-R)',
  spiegelhalter: 'Spiegelhalter’s test',
};

type Score = { name: string; value: string; about: string };

/** The numbers behind the curve, each with what it says; below them the tests. */
export function ScoresPanel({ report }: { report: Reliability }) {
  return (
    <Panel
      title="Scores"
      hint="A calibration error without its noise floor says little: few labels alone make one"
    >
      <DataTable
        label="Scores"
        rows={scoresOf(report)}
        rowKey={(score) => score.name}
        columns={[
          { name: 'Score', show: (score) => score.name },
          { name: 'Value', numeric: true, show: (score) => score.value },
          { name: 'What it says', below: true, show: (score) => score.about },
        ]}
      />
      <Notes
        notes={report.tests.map(({ name, sentence }) => ({
          key: name,
          words: (
            <>
              <strong>{testNames[name]}:</strong> {sentence}
            </>
          ),
        }))}
      />
    </Panel>
  );
}

function scoresOf({ ece, gap, scores }: Reliability): Score[] {
  const { interval } = gap;
  return [
    {
      name: 'Signed gap',
      value: pointWords(gap.value),
      about: interval
        ? `Mean confidence less share of right; 95 % interval ${pointWords(interval.low)} to ${pointWords(interval.high)}. Above zero: too confident.`
        : (gap.because ?? ''),
    },
    {
      name: `Calibration error (ECE, ${ece.bins} bins)`,
      value: numberOrDash(ece.value),
      about: `A calibrated model would show ${numberOrDash(ece.noiseFloor)} with these labels, and more than ${numberOrDash(ece.nullQ95)} once in twenty times.`,
    },
    {
      name: 'Smooth calibration error (smECE)',
      value: numberOrDash(ece.smooth),
      about: 'Without bins; the best single number of the kind.',
    },
    {
      name: 'Squared error, debiased',
      value: numberOrDash(ece.debiased),
      about: 'Zero on average for a calibrated model; may fall below zero by chance.',
    },
    {
      name: 'Greatest gap of a bin (MCE)',
      value: numberOrDash(ece.greatest),
      about: ece.greatestExcluded
        ? `Bins with too few labels left out: ${percentWords(ece.greatestExcluded)} of them.`
        : 'Over bins with enough labels.',
    },
    {
      name: 'Brier score',
      value: numberOrDash(scores.brier.value),
      about: `Of it ${numberOrDash(scores.miscalibration)} is miscalibration, ${numberOrDash(scores.uncertainty)} comes with the task, and ${numberOrDash(scores.discrimination)} is what telling right from wrong saves.`,
    },
    {
      name: 'Log-loss',
      value: numberOrDash(scores.logLoss.value),
      about: scores.clippedWrong
        ? `In nats; ${scores.clippedWrong} wrong at full confidence weigh heavily.`
        : 'In nats; punishes being sure and wrong.',
    },
    {
      name: 'Skill',
      value: numberOrDash(scores.skill),
      about: 'Share of the base rate’s Brier score that is saved; below zero is worse than no confidence.',
    },
    {
      name: 'Ranking (AUROC)',
      value: numberOrDash(scores.auroc),
      about:
        'Chance that a right decision has more confidence than a wrong one; 0.5 is a coin. Routing lives on it.',
    },
    {
      name: 'Risk by coverage (AURC)',
      value: numberOrDash(scores.aurc),
      about: 'Mean error among the most confident, over every share that could be released.',
    },
  ];
}
