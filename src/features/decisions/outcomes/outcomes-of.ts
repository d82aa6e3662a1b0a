import type { Outcome } from '../../../contract/decisions.ts';
import type { JsonValue } from '../../../contract/parts.ts';
import type { DecisionState } from '../../../core/decisions/life.ts';
import { outcomeOf } from '../../../core/decisions/outcome.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

type OutcomeRow = {
  decision_id: string;
  state: DecisionState;
  settled_at: Date | null;
  output: Buffer | null;
  reason_codes: string[] | null;
};

/** What became of decisions, by id; unknown ids are missing. */
export async function outcomesOf(db: Db, decisionIds: readonly string[]): Promise<Map<string, Outcome>> {
  const rows = await db.rows<OutcomeRow>({
    name: 'outcomes-of',
    ...sql`
      select decision.decision_id, decision.state, decision.settled_at, settlement.output, verdict.reason_codes
      from decision
      left join settlement using (decision_id)
      left join verdict using (verdict_id)
      where decision.decision_id = any(${decisionIds}::uuid[])`,
  });
  return new Map(rows.map((row) => [row.decision_id, asOutcome(row)]));
}

function asOutcome(row: OutcomeRow): Outcome {
  const { final, use } = outcomeOf(row.state);
  return {
    decisionId: row.decision_id,
    state: row.state,
    final,
    use,
    ...(use === 'replacement' && row.output ? { output: parse(row.output) } : null),
    reasonCodes: row.reason_codes ?? [],
    settledAt: row.settled_at?.toISOString() ?? null,
  };
}

function parse(bytes: Buffer): JsonValue {
  return JSON.parse(bytes.toString('utf8')) as JsonValue; // written by us as JSON
}
