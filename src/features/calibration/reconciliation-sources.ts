import type { ReconciliationSource } from '../ledger/reconciling/source.ts';

/** Every map a policy could name was proposed in the ledger. */
export const calibrationSources: readonly ReconciliationSource[] = [
  {
    kind: 'calibration-map.proposed',
    label: 'calibrationMap',
    sql: `select calibration_map_id as subject, proposed_at as written_at, commit_id, entry_index
      from calibration_map`,
  },
];
