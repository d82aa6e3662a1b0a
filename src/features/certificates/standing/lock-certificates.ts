import type { Tx } from '../../../db/database.ts';
import type { Sql } from '../../../db/sql.ts';
import type { CertificateRow } from '../queries.ts';

/** A row as changes of its state need it. */
export type LockedCertificate = Pick<
  CertificateRow,
  | 'certificate_id'
  | 'use_case_id'
  | 'model_version_id'
  | 'state'
  | 'threshold'
  | 'value'
  | 'by_slice'
  | 'map_number'
  | 'promise'
  | 'target_error'
  | 'confidence_level'
  | 'issued_at'
  | 'policy_version_id'
  | 'guard'
>;

/** `rest` says which rows and how they are locked: `where … order by certificate_id for update`. */
export function lockCertificates(tx: Tx, rest: Sql): Promise<LockedCertificate[]> {
  return tx.rows({
    text: `select certificate_id, use_case_id, model_version_id, state, threshold, value, by_slice, map_number,
        promise, target_error, confidence_level, issued_at, policy_version_id, guard
      from certificate
      ${rest.text}`,
    values: rest.values,
  });
}
