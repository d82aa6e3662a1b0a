import type { ReplayResult } from '../../../contract/replays.ts';
import { describeSeconds } from '../../../core/policies/describe-route.ts';
import { CurveChart } from '../../ui/CurveChart.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Legend } from '../../ui/Legend.tsx';
import { Notes } from '../../ui/Notes.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ticksTo } from '../../ui/scale.ts';
import { WithTable } from '../../ui/WithTable.tsx';
import { durationWords, momentWords, numberWords, plural } from '../../ui/words.ts';

/** Work for people over time: what would have come due, against what was judged in an hour. */
export function WorkPanel({ work }: { work: ReplayResult['work'] }) {
  const { steps, stepSeconds } = work;
  // Two points are a line from nowhere to somewhere; the notes say as much.
  const drawn = steps.filter(isBusy).length > 2;
  return (
    <Panel
      title="Work for people"
      {...(drawn ? { hint: `Tasks opened, in steps of ${describeSeconds(stepSeconds)}` } : {})}
    >
      {drawn ? <WorkChart work={work} /> : null}
      <Notes notes={workNotes(work)} />
    </Panel>
  );
}

type Work = ReplayResult['work'];

function WorkChart({ work }: { work: Work }) {
  const { stepSeconds, judgedPerHour } = work;
  const steps = busySteps(work.steps);
  const first = Date.parse(steps[0]?.at ?? '');
  const last = Date.parse(steps.at(-1)?.at ?? '');
  const most = Math.max(...steps.map((one) => Math.max(one.baseline.tasks, one.draft.tasks)), 1);
  const ticks = ticksTo(most);
  const judged = judgedPerHour === null ? Number.POSITIVE_INFINITY : (judgedPerHour * stepSeconds) / 3600;
  const capacity = judged <= (ticks.at(-1) ?? 1) ? judged : null;
  return (
    <WithTable
      legend={
        <Legend
          items={[
            { name: 'Before', tone: 'neutral' },
            { name: 'After', tone: 'changed' },
            ...(capacity === null ? [] : [{ name: 'What people judge', tone: 'waiting' as const }]),
          ]}
        />
      }
      chart={
        <CurveChart
          label="Tasks opened over time, before and after"
          x={{ name: 'Time', low: first, high: last, ticks: timeTicks(steps), words: momentWords }}
          y={{ name: 'Tasks', low: 0, high: ticks.at(-1) ?? 1, ticks, words: numberWords }}
          curves={[
            {
              name: 'Before',
              tone: 'neutral',
              points: steps.map((one) => ({ x: Date.parse(one.at), y: one.baseline.tasks })),
            },
            {
              name: 'After',
              tone: 'changed',
              points: steps.map((one) => ({ x: Date.parse(one.at), y: one.draft.tasks })),
            },
            ...(capacity !== null
              ? [
                  {
                    name: 'What people judge',
                    tone: 'waiting' as const,
                    dashed: true,
                    points: [
                      { x: first, y: capacity },
                      { x: last, y: capacity },
                    ],
                  },
                ]
              : []),
          ]}
        />
      }
      table={<WorkTable steps={work.steps} />}
    />
  );
}

/** Leaves out the hours before and after anything happened, all but one of each. */
function busySteps(steps: Work['steps']): Work['steps'] {
  const first = Math.max(0, steps.findIndex(isBusy) - 1);
  return steps.slice(first, steps.findLastIndex(isBusy) + 2);
}

function isBusy({ baseline, draft }: Work['steps'][number]): boolean {
  return baseline.tasks + draft.tasks > 0;
}

/** Five times at most, evenly spread. */
function timeTicks(steps: Work['steps']): number[] {
  const every = Math.max(1, Math.ceil((steps.length - 1) / 4));
  return steps.filter((_, index) => index % every === 0).map(({ at }) => Date.parse(at));
}

function WorkTable({ steps }: Pick<Work, 'steps'>) {
  return (
    <DataTable
      label="Work over time"
      dense
      maxHeight="20rem"
      rows={steps}
      rowKey={(row) => row.at}
      columns={[
        { name: 'From', show: (row) => momentWords(row.at) },
        { name: 'Tasks before', numeric: true, show: (row) => numberWords(row.baseline.tasks) },
        { name: 'Tasks after', numeric: true, show: (row) => numberWords(row.draft.tasks) },
        {
          name: 'Due before',
          numeric: true,
          wideOnly: true,
          show: (row) => numberWords(row.baseline.due),
        },
        {
          name: 'Due after',
          numeric: true,
          wideOnly: true,
          show: (row) => numberWords(row.draft.due),
        },
      ]}
    />
  );
}

function workNotes({ secondsPerJudgement, measuredJudgements, judgedPerHour, baseline, draft }: Work) {
  const pace =
    secondsPerJudgement === null
      ? 'Nobody has judged anything yet, so hours and cost cannot be told.'
      : `A judgement takes ${durationWords(secondsPerJudgement)}, ${
          measuredJudgements > 0 ? `measured from ${numberWords(measuredJudgements)}` : 'as given'
        }.`;
  const peak = `At its peak ${plural(draft.peakTasksPerHour, 'task')} in an hour; ${numberWords(baseline.peakTasksPerHour)} before.`;
  const over =
    draft.hoursOverCapacity === 0
      ? 'In no hour would more have come due.'
      : `In ${plural(draft.hoursOverCapacity, 'hour')} more would have come due (${numberWords(baseline.hoursOverCapacity)} before).`;
  const capacity =
    judgedPerHour === null ? [] : [`People judge ${numberWords(Math.round(judgedPerHour))} an hour. ${over}`];
  return [pace, peak, ...capacity].map((words) => ({ key: words, words }));
}
