// What callers, people and duties do on a stage, one step at a time.
import assert from 'node:assert/strict';
import type { NewDecision, Routed } from '../contract/decisions.ts';
import type { NewVerdict } from '../contract/reviews.ts';
import type { Person } from '../core/access/actor.ts';
import { sql } from '../db/sql.ts';
import { type Ingest, openIngest } from '../features/decisions/recording/ingest.ts';
import { submitDecision } from '../features/decisions/recording/submit-decision.ts';
import { runReactions } from '../features/ledger/reacting/react.ts';
import { claimTask } from '../features/reviews/claims/claim-task.ts';
import { resolveDueTasks } from '../features/reviews/resolve-tasks.ts';
import { submitVerdict } from '../features/reviews/verdicts/submit-verdict.ts';
import { allReactions } from '../worker.ts';
import { integrateAll, openTestLog } from './ledger.ts';
import { personWith, type Stage } from './stage.ts';

export type StageWork = {
  ingest: Ingest;
  decision(change?: Partial<NewDecision>): NewDecision;
  submit(change?: Partial<NewDecision>): Promise<Routed>;
  /** A new person with the role the tier needs claims the task and judges it. */
  judge(taskId: string | null, verdict: Omit<NewVerdict, 'claimToken'>, by?: Person): Promise<Person>;
  /** Verdicts take effect, the ledger takes its entries in, the reactions hear of them. */
  bringNews(): Promise<void>;
  /** A decision's row, its settlement, and the kinds of entries about it. */
  stateOf(decisionId: string): Promise<{ state: string; settledAt: Date | null; event: string | null }>;
};

export async function openStageWork(stage: Stage): Promise<StageWork> {
  const { deps, db } = stage;
  const ingest = openIngest(deps);
  await openTestLog(db);

  function decision(change: Partial<NewDecision> = {}): NewDecision {
    return {
      useCase: stage.slug,
      model: stage.model,
      input: { text: 'Where is my money?' },
      output: { label: 'refund' },
      label: 'refund',
      confidence: 0.9,
      ...change,
    };
  }

  return {
    ingest,
    decision,
    submit(change) {
      const given = decision(change);
      return submitDecision(ingest, given, Buffer.from(JSON.stringify(given)), {
        actor: stage.service,
        atMs: deps.clock.now().getTime(),
        limitBytes: deps.config.payloadLimitBytes,
      });
    },
    async judge(taskId, verdict, by) {
      assert.ok(taskId, 'there is a task');
      const person = by ?? (await personWith(deps, ['reviewer', 'expert']));
      const at = deps.clock.now();
      const { claimToken } = await claimTask(deps, person, taskId, at);
      await submitVerdict(deps, person, { ...verdict, taskId, claimToken }, at);
      return person;
    },
    async bringNews() {
      await resolveDueTasks(deps, deps.clock.now());
      // Twice: what a reaction appends is news as well.
      for (let round = 0; round < 2; round++) {
        await integrateAll(db);
        while (await runReactions(deps, allReactions(deps)));
      }
    },
    async stateOf(decisionId) {
      const row = await db.row<{ state: string; settled_at: Date | null; event: string | null }>(sql`
        select decision.state, decision.settled_at, settlement.event
        from decision
        left join settlement using (decision_id)
        where decision_id = ${decisionId}`);
      assert.ok(row, 'the decision is there');
      return { state: row.state, settledAt: row.settled_at, event: row.event };
    },
  };
}
