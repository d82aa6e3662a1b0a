import type { Static } from 'typebox';
import type { DecisionRow } from '../../../contract/decisions.ts';
import { ConfidenceBar } from '../../parts/ConfidenceBar.tsx';
import { PathLink } from '../../parts/PathLink.tsx';
import { RouteBadge } from '../../parts/RouteBadge.tsx';
import { StateBadge } from '../../parts/StateBadge.tsx';
import { paths } from '../../paths.ts';
import { Breakable } from '../../ui/Breakable.tsx';
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { shortId } from '../../ui/words.ts';
import classes from './DecisionTable.module.css';

type Row = Static<typeof DecisionRow>;

const columns: readonly TableColumn<Row>[] = [
  {
    name: 'Decision',
    show: (row) => (
      <>
        <PathLink path={paths.decision(row.decisionId)} className={classes.link} data-decision-link>
          {row.label ? <Breakable text={row.label} /> : shortId(row.decisionId)}
        </PathLink>
        <span className={classes.useCase}>
          {row.useCaseName}
          {row.audited ? ' · in the audit sample' : ''}
          {row.withheld ? ' · judged blind' : ''}
        </span>
      </>
    ),
  },
  { name: 'State', show: (row) => <StateBadge state={row.state} /> },
  { name: 'Route', wideOnly: true, show: (row) => <RouteBadge route={row.route} /> },
  {
    name: 'Confidence',
    wideOnly: true,
    show: ({ confidence }) => (confidence === null ? 'hidden' : <ConfidenceBar confidence={confidence} />),
  },
  {
    name: 'Model',
    wideOnly: true,
    show: (row) => (
      <span className={classes.model} title={row.modelVersion}>
        {row.modelVersion}
      </span>
    ),
  },
  { name: 'Arrived', show: (row) => <TimeAgo at={row.recordedAt} /> },
];

/** A page of decisions. */
export function DecisionTable({ rows }: { rows: readonly Row[] }) {
  return <DataTable label="Decisions" columns={columns} rows={rows} rowKey={(row) => row.decisionId} />;
}
