import type { ReplayResult } from '../../contract/replays.ts';
import { liveRoutes } from '../../core/replay/live-routes.ts';
import { DataTable } from '../ui/DataTable.tsx';
import { Panel } from '../ui/Panel.tsx';
import { numberWords } from '../ui/words.ts';
import { RouteBadge, routeWords } from './RouteBadge.tsx';

export type TransitionsPanelProps = Pick<ReplayResult, 'transitions'> & {
  /** What the rows are, e.g. `Before`. */
  from: string;
  /** What the columns are, e.g. `Now`. */
  to: string;
};

/** Which way decisions go from where; those that stay are counted faintly. */
export function TransitionsPanel({ transitions, from: rowsAre, to: columnsAre }: TransitionsPanelProps) {
  const moves = transitions.filter(({ from, to, decisions }) => from !== to && decisions > 0);
  if (moves.length === 0) return null;
  const used = liveRoutes.filter((route) =>
    transitions.some(({ from, to, decisions }) => decisions > 0 && (from === route || to === route)),
  );
  const count = (from: string, to: string) =>
    transitions
      .filter((one) => one.from === from && one.to === to)
      .reduce((sum, one) => sum + one.decisions, 0);
  return (
    <Panel
      title="From which route to which"
      hint={`Rows are ${rowsAre.toLowerCase()}, columns ${columnsAre.toLowerCase()}; what moves is in bold`}
      flush
    >
      <DataTable
        label="From which route to which"
        rows={used}
        rowKey={(route) => route}
        columns={[
          { name: rowsAre, show: (route) => <RouteBadge route={route} /> },
          ...used.map((to) => ({
            name: `${columnsAre}: ${routeWords[to].words.toLowerCase()}`,
            numeric: true,
            show: (from: (typeof liveRoutes)[number]) => {
              const decisions = count(from, to);
              const words = numberWords(decisions);
              return from === to || decisions === 0 ? (
                <span className="soft">{words}</span>
              ) : (
                <strong>{words}</strong>
              );
            },
          })),
        ]}
      />
    </Panel>
  );
}
