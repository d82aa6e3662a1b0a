import type { Overview } from '../../contract/overview.ts';
import type { JsonValue } from '../../contract/parts.ts';
import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { readPayloads } from '../reviews/read-payloads.ts';

type Row = {
  decision_id: string;
  use_case_name: string;
  output: Buffer | null;
  settled_at: Date;
  commit_id: string;
  entry_index: number;
  reviewer_name: string | null;
  simulated: boolean | null;
};

const shown = 8;
const excerptLength = 140;

/** What reviewers corrected last; an index look-up, not a scan. */
export async function lastCorrections(
  db: Db,
  { useCaseId, payloads }: { useCaseId: string | null; payloads: boolean },
): Promise<Overview['corrections']> {
  const rows = await db.rows<Row>(sql`
    select settlement.decision_id, use_case.name as use_case_name, settlement.output, settlement.settled_at,
      decision.commit_id, decision.entry_index, person.name as reviewer_name, person.simulated
    from settlement
    join use_case on use_case.use_case_id = settlement.use_case_id
    join decision on decision.decision_id = settlement.decision_id
    left join verdict on verdict.verdict_id = settlement.verdict_id
    left join person on person.person_id = verdict.reviewer_id
    where settlement.override and (${useCaseId}::uuid is null or settlement.use_case_id = ${useCaseId}::uuid)
    order by settlement.settled_at desc, settlement.commit_id desc, settlement.entry_index desc
    limit ${shown}`);
  const pointers = rows.map((row) => ({ commitId: row.commit_id, entryIndex: row.entry_index }));
  const read = payloads ? await readPayloads(db, pointers) : [];
  return rows.map((row, index) => ({
    decisionId: row.decision_id,
    useCaseName: row.use_case_name,
    excerpt: excerptOf(read[index]?.input),
    before: read[index]?.output ?? null,
    after: payloads && row.output ? (JSON.parse(row.output.toString('utf8')) as JsonValue) : null, // written by us as JSON
    by: row.reviewer_name,
    simulated: row.simulated ?? false,
    at: row.settled_at.toISOString(),
  }));
}

function excerptOf(input: JsonValue | undefined): string {
  if (input === undefined) return '';
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  return text.length > excerptLength ? `${text.slice(0, excerptLength - 1)}…` : text;
}
