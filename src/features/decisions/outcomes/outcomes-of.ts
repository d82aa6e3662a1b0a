import type { Outcome } from '../../../contract/decisions.ts';
import type { JsonValue } from '../../../contract/parts.ts';
import type { DecisionState } from '../../../core/decisions/life.ts';
import { outcomeOf } from '../../../core/decisions/outcome.ts';
import { safeOutputUnder } from '../../../core/decisions/safe-output.ts';
import type { PolicyDocument } from '../../../core/policies/document.ts';
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
  const given = await safeOutputs(db, rows);
  return new Map(rows.map((row) => [row.decision_id, asOutcome(row, given)]));
}

/** What callers were given at once under overload: the policy has it, so it is not kept with each decision. */
async function safeOutputs(db: Db, rows: readonly OutcomeRow[]): Promise<Map<string, JsonValue>> {
  const ids = rows.flatMap((row) => (row.state === 'defaulted' && !row.output ? row.decision_id : []));
  if (ids.length === 0) return new Map();
  const found = await db.rows<{ decision_id: string; document: PolicyDocument; steps: number }>(sql`
    select decision_id, document, (facts ->> 'overloadSteps')::integer as steps
    from decision
    join policy_version using (policy_version_id)
    join routing_context using (context_id)
    where decision_id = any(${ids}::uuid[])`);
  return new Map(
    // The document came in as JSON, so what it holds is JSON.
    found.map((row) => [row.decision_id, safeOutputUnder(row.document, row.steps) as JsonValue]),
  );
}

function asOutcome(row: OutcomeRow, given: ReadonlyMap<string, JsonValue>): Outcome {
  const { final, use } = outcomeOf(row.state);
  const output = row.output ? parse(row.output) : given.get(row.decision_id);
  return {
    decisionId: row.decision_id,
    state: row.state,
    final,
    use,
    ...(use === 'replacement' && output !== undefined ? { output } : null),
    reasonCodes: row.reason_codes ?? [],
    settledAt: row.settled_at?.toISOString() ?? null,
  };
}

function parse(bytes: Buffer): JsonValue {
  return JSON.parse(bytes.toString('utf8')) as JsonValue; // written by us as JSON
}
