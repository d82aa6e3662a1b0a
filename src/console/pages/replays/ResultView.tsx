import type { Replay, ReplayResult } from '../../../contract/replays.ts';
import { TransitionsPanel } from '../../parts/TransitionsPanel.tsx';
import { Notes } from '../../ui/Notes.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Stat } from '../../ui/Stat.tsx';
import { Stats } from '../../ui/Stats.tsx';
import { numberWords, percentWords } from '../../ui/words.ts';
import { ErrorsPanel } from './ErrorsPanel.tsx';
import { ExamplesPanel } from './ExamplesPanel.tsx';
import { RoutesPanel } from './RoutesPanel.tsx';
import { changeWords } from './replay-words.ts';
import { SlicesPanel } from './SlicesPanel.tsx';
import { WorkPanel } from './WorkPanel.tsx';

/** What came of a replay, the weightiest first. */
export function ResultView({ replay, result }: { replay: Replay; result: ReplayResult }) {
  const { total, work } = result;
  const released = ({ routes }: ReplayResult['total']['draft']) =>
    routes.release + routes['release-and-review'];
  const before = released(total.baseline);
  const after = released(total.draft);
  return (
    <>
      <Panel title={`${numberWords(total.decisions)} decisions`}>
        <Stats>
          <Stat
            size="large"
            value={total.decisions > 0 ? percentWords(after / total.decisions) : '–'}
            about={`released; ${total.decisions > 0 ? percentWords(before / total.decisions) : '–'} before (${changeWords(before, after)})`}
          />
          <Stat
            size="large"
            value={numberWords(total.draft.held)}
            unit="held"
            about={`${changeWords(total.baseline.held, total.draft.held)} against ${numberWords(total.baseline.held)}`}
          />
          <Stat
            size="large"
            value={numberWords(Math.round(work.draft.hours * 10) / 10)}
            unit="hours of review"
            about={`${numberWords(Math.round(work.baseline.hours * 10) / 10)} before${
              work.draft.cost === null || work.baseline.cost === null
                ? ''
                : `; cost ${changeWords(Math.round(work.baseline.cost), Math.round(work.draft.cost))}`
            }`}
          />
          <Stat
            size="large"
            value={numberWords(total.moved)}
            unit="move"
            about={`${total.decisions > 0 ? percentWords(total.moved / total.decisions) : '–'} of the decisions take another route`}
          />
        </Stats>
        <Notes notes={result.notes.map((words) => ({ key: words, words }))} />
      </Panel>
      <ErrorsPanel total={total} />
      <RoutesPanel result={result} />
      <TransitionsPanel transitions={result.transitions} from="Before" to="Now" />
      <WorkPanel work={work} />
      {result.slices.length > 0 ? (
        <SlicesPanel slices={result.slices} sliceBy={replay.sliceBy ?? ''} />
      ) : null}
      <ExamplesPanel replayId={replay.replayId} />
    </>
  );
}
