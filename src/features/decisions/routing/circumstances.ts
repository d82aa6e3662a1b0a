import {
  type Circumstances,
  circumstancesText,
  contextIdOf,
  isOrdinary,
} from '../../../core/decisions/routing-context.ts';
import { type Backlog, ordinaryContext, type RoutingContext } from '../../../core/policies/facts.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { sha256 } from '../../../platform/sha256.ts';

/** What routing depends on beside policy and decision, as it stands in memory. */
export type RoutingCircumstances = {
  /** One object as long as nothing but the backlog changes: policies are made ready for it by identity. */
  context: RoutingContext;
  backlog: Backlog | null;
  /** Of their row, which is written before any decision refers to it. Null in ordinary times. */
  contextId: string | null;
  /** From then on everything is ordinary again, because the last approval has expired. */
  ordinaryFromMs: number;
};

export const ordinary: RoutingCircumstances = {
  context: ordinaryContext,
  backlog: null,
  contextId: null,
  ordinaryFromMs: 0,
};

/** What counts at a moment: an approval ends by itself, without anybody telling. */
export function circumstancesAt(now: RoutingCircumstances, atMs: number): RoutingCircumstances {
  return atMs >= now.ordinaryFromMs ? ordinary : now;
}

/** What a use case is routed under. `before`, if it fits, keeps its context as one object. */
export type UseCaseCircumstances = {
  useCaseId: string;
  circumstances: Circumstances;
  context: RoutingContext;
};

/** Writes the rows of circumstances out of the ordinary, and answers them by use case. Equal ones have one row. */
export async function settleCircumstances(
  db: Db,
  given: readonly UseCaseCircumstances[],
  at: Date,
): Promise<Map<string, RoutingCircumstances>> {
  const settled = given.flatMap(({ useCaseId, circumstances, context }) => {
    if (isOrdinary(circumstances, at.getTime())) return [];
    const text = circumstancesText(circumstances);
    return [{ useCaseId, circumstances, context, text, contextId: idOf(useCaseId, text) }];
  });
  if (settled.length > 0)
    await db.run(sql`
      insert into routing_context (context_id, use_case_id, facts, made_at)
      select context_id, use_case_id, facts, ${at}::timestamptz
      from unnest(${settled.map((one) => one.contextId)}::uuid[], ${settled.map((one) => one.useCaseId)}::uuid[],
        ${settled.map((one) => one.text)}::jsonb[]) as given (context_id, use_case_id, facts)
      on conflict (context_id) do nothing`);
  return new Map(
    settled.map(({ useCaseId, circumstances, context, contextId }) => [
      useCaseId,
      { context, contextId, backlog: circumstances.backlog, ordinaryFromMs: ordinaryFrom(circumstances) },
    ]),
  );
}

/** The same circumstances of two use cases are two rows. */
function idOf(useCaseId: string, text: string): string {
  return contextIdOf(sha256(Buffer.from(`${useCaseId} ${text}`)));
}

/** Only approvals end by themselves; whatever else changes comes with a new snapshot. */
function ordinaryFrom(circumstances: Circumstances): number {
  const last = Math.max(0, ...circumstances.approvals.map(({ expiresAtMs }) => expiresAtMs));
  return isOrdinary(circumstances, last) ? last : Number.POSITIVE_INFINITY;
}
