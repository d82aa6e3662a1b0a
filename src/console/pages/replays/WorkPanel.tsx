import type { ReplayResult } from '../../../contract/replays.ts';
import { CurveChart } from '../../ui/CurveChart.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Legend } from '../../ui/Legend.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ticksTo } from '../../ui/scale.ts';
import { WithTable } from '../../ui/WithTable.tsx';
import { durationWords, numberWords } from '../../ui/words.ts';
import classes from './Replays.module.css';

/** Work for people over time: what would have come due, against what was judged in an hour. */
export function WorkPanel({ work }: { work: ReplayResult['work'] }) {
  const { steps, stepSeconds } = work;
  return (
    <Panel title="Work for people" hint={`Tasks opened, in steps of ${durationWords(stepSeconds)}`}>
      {steps.length > 1 ? <WorkChart work={work} /> : null}
      <WorkNotes work={work} />
    </Panel>
  );
}

type Work = ReplayResult['work'];

function WorkChart({ work }: { work: Work }) {
  const { steps, stepSeconds, judgedPerHour } = work;
  const first = Date.parse(steps[0]?.at ?? '');
  const last = Date.parse(steps.at(-1)?.at ?? '');
  const most = Math.max(...steps.map((one) => Math.max(one.baseline.tasks, one.draft.tasks)), 1);
  const ticks = ticksTo(most);
  const capacity = judgedPerHour === null ? null : (judgedPerHour * stepSeconds) / 3600;
  return (
    <WithTable
      legend={
        <Legend
          items={[
            { name: 'Before', tone: 'neutral' },
            { name: 'After', tone: 'changed' },
          ]}
        />
      }
      chart={
        <CurveChart
          label="Tasks opened over time, before and after"
          x={{ name: 'Time', low: first, high: last, ticks: [first, last], words: timeWords }}
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
            ...(capacity !== null && capacity <= (ticks.at(-1) ?? 1)
              ? [
                  {
                    name: 'Judged',
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
      table={<WorkTable steps={steps} />}
    />
  );
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
        { name: 'From', show: (row) => timeWords(Date.parse(row.at)) },
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

function WorkNotes({ work }: { work: Work }) {
  const { judgedPerHour } = work;
  return (
    <ul className={classes.notes}>
      <li>
        {work.secondsPerJudgement === null
          ? 'Nobody has judged anything yet, so hours and cost cannot be told.'
          : `A judgement takes ${durationWords(work.secondsPerJudgement)}, ${
              work.measuredJudgements > 0
                ? `measured from ${numberWords(work.measuredJudgements)}`
                : 'as given'
            }.`}
      </li>
      <li>
        At its peak {numberWords(work.draft.peakTasksPerHour)} tasks in an hour;{' '}
        {numberWords(work.baseline.peakTasksPerHour)} before.
      </li>
      {judgedPerHour === null ? null : (
        <li>
          People judge {numberWords(Math.round(judgedPerHour))} an hour.{' '}
          {work.draft.hoursOverCapacity === 0
            ? 'In no hour would more have come due.'
            : `In ${numberWords(work.draft.hoursOverCapacity)} hours more would have come due (${numberWords(work.baseline.hoursOverCapacity)} before).`}
        </li>
      )}
    </ul>
  );
}

function timeWords(atMs: number): string {
  return Number.isFinite(atMs)
    ? new Date(atMs).toLocaleString([], {
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
      })
    : '';
}
