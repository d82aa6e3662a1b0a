import type { ReplayResult } from '../../../contract/replays.ts';
import { liveRoutes } from '../../../core/replay/live-routes.ts';
import { RouteBadge } from '../../parts/RouteBadge.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { numberWords } from '../../ui/words.ts';
import { changeWords } from './replay-words.ts';

type Row = { name: string; route: (typeof liveRoutes)[number] | null; before: number; after: number };

/** Routes before and after. */
export function RoutesPanel({ result }: { result: ReplayResult }) {
  const { baseline, draft } = result.total;
  const rows: Row[] = [
    ...liveRoutes.map((route) => ({
      name: route,
      route,
      before: baseline.routes[route],
      after: draft.routes[route],
    })),
    { name: 'Drawn for the audit', route: null, before: baseline.sampled, after: draft.sampled },
    { name: 'Tasks for people', route: null, before: baseline.tasks, after: draft.tasks },
    { name: 'Judgements, at least', route: null, before: baseline.judgements, after: draft.judgements },
    { name: 'Given the safe output', route: null, before: baseline.defaulted, after: draft.defaulted },
    {
      name: 'Released by a standing approval',
      route: null,
      before: baseline.approved,
      after: draft.approved,
    },
    {
      name: 'Held because the policy could not be evaluated',
      route: null,
      before: baseline.failedClosed,
      after: draft.failedClosed,
    },
  ];
  return (
    <Panel title="Routes" hint="Before and after" flush>
      <DataTable
        label="Routes"
        rows={rows.filter((row) => row.before > 0 || row.after > 0)}
        rowKey={(row) => row.name}
        columns={[
          { name: 'What', show: (row) => (row.route ? <RouteBadge route={row.route} /> : row.name) },
          { name: 'Before', numeric: true, show: (row) => numberWords(row.before) },
          { name: 'After', numeric: true, show: (row) => numberWords(row.after) },
          { name: 'Change', numeric: true, show: (row) => changeWords(row.before, row.after) },
        ]}
      />
    </Panel>
  );
}
