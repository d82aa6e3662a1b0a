import type { ReplayResult } from '../../../contract/replays.ts';
import { liveRoutes } from '../../../core/replay/live-routes.ts';
import { RouteBadge, routeWords } from '../../parts/RouteBadge.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { numberWords } from '../../ui/words.ts';

/** Which way decisions go from where; those that stay are counted faintly. */
export function TransitionsPanel({ transitions }: Pick<ReplayResult, 'transitions'>) {
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
    <Panel title="From which route to which" hint="A row is where decisions went before" flush>
      <DataTable
        label="From which route to which"
        rows={used}
        rowKey={(route) => route}
        columns={[
          { name: 'Before', show: (route) => <RouteBadge route={route} /> },
          ...used.map((to) => ({
            name: `Now: ${routeWords[to].words.toLowerCase()}`,
            numeric: true,
            show: (from: (typeof liveRoutes)[number]) => {
              const decisions = numberWords(count(from, to));
              return from === to ? <span className="soft">{decisions}</span> : <strong>{decisions}</strong>;
            },
          })),
        ]}
      />
    </Panel>
  );
}
