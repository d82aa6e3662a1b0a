import type { PolicyDocument } from '../../core/policies/document.ts';
import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

/** A policy version as the sampling design needs it. */
export type DesignVersion = {
  readonly version: number;
  /** The rate of the draw in each of its strata; `rest` among them. */
  readonly rates: ReadonlyMap<string, number>;
};

/** What the versions said about the draw, by id. */
export async function designVersions(
  db: Db,
  policyVersionIds: readonly string[],
): Promise<Map<string, DesignVersion>> {
  const rows = await db.rows<{
    policy_version_id: string;
    version: number;
    audit: PolicyDocument['audit'];
  }>(sql`
    select policy_version_id, version, document -> 'audit' as audit
    from policy_version
    where policy_version_id = any(${policyVersionIds}::uuid[])`);
  return new Map(
    rows.map(({ policy_version_id, version, audit }) => [
      policy_version_id,
      {
        version,
        rates: new Map([
          ...(audit.strata ?? []).map(({ name, rate }) => [name, rate] as const),
          ['rest', audit.rate] as const,
        ]),
      },
    ]),
  );
}
