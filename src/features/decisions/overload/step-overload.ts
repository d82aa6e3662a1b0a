import { nextOverloadMove } from '../../../core/policies/overload.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { appendEntries, type NewEntry } from '../../ledger/append-entries.ts';
import { readBacklog, type TierBacklog } from '../../reviews/tasks/read-backlog.ts';
import { bumpRoutingEpoch } from '../../use-cases/bump-routing-epoch.ts';
import { type OverloadContract, overloadContracts } from './overload-contracts.ts';

const actor = { kind: 'system', duty: 'step-overload' } as const;

/**
 * Carries out the overload contracts of the policies in force: a step in while people are saturated, a step back when
 * they have caught up. Once a second; two reads where there is a contract, one where there is none. Several workers may
 * do it: of two who see the same, one takes the step.
 */
export async function stepOverload({ db }: Pick<Deps, 'db'>, at: Date): Promise<void> {
  await db.atomically((tx) => endReplaced(tx, at));
  const contracts = await overloadContracts(db);
  if (contracts.length === 0) return;
  const ids = contracts.map(({ useCaseId }) => useCaseId);
  const backlog = await readBacklog(db, ids, at);
  for (const contract of contracts) {
    const readings = backlog.get(contract.useCaseId) ?? [];
    const { move, steps } = nextOverloadMove(contract.overload, {
      steps: contract.steps,
      changedAtMs: contract.changedAt?.getTime() ?? null,
      readings,
      atMs: at.getTime(),
    });
    if (move !== 'stay') await db.atomically((tx) => takeStep(tx, { contract, steps, readings }, at));
  }
}

type Step = { contract: OverloadContract; steps: number; readings: readonly TierBacklog[] };

async function takeStep(tx: Tx, step: Step, at: Date): Promise<void> {
  if (!(await moved(tx, step, at))) return;
  await bumpRoutingEpoch(tx);
  await appendEntries(tx, at, [entryOf(step)]);
}

/** False where another worker was faster. */
async function moved(tx: Tx, { contract, steps }: Step, at: Date): Promise<boolean> {
  const { useCaseId, policyVersionId, changedAt } = contract;
  const since = steps === 0 ? null : (contract.since ?? at);
  const changed =
    changedAt === null
      ? await tx.run(sql`
          insert into overload_state (use_case_id, policy_version_id, steps, since, changed_at)
          values (${useCaseId}, ${policyVersionId}, ${steps}, ${since}, ${at})
          on conflict (use_case_id) do nothing`)
      : await tx.run(sql`
          update overload_state
          set steps = ${steps}, since = ${since}, changed_at = ${at}
          where use_case_id = ${useCaseId} and policy_version_id = ${policyVersionId} and steps = ${contract.steps}
            and changed_at = ${changedAt}`);
  return changed === 1;
}

/** The step that is taken or taken back, counted from 1, and what was seen. */
function entryOf({ contract, steps, readings }: Step): NewEntry {
  const step = Math.max(steps, contract.steps);
  const seen = readings.flatMap(({ tier, backlog, overdueSeconds }) => [
    [`backlog${tier}`, backlog] as const,
    [`overdueSeconds${tier}`, overdueSeconds] as const,
  ]);
  return {
    kind: steps > contract.steps ? 'overload.entered' : 'overload.left',
    actor,
    about: { policyVersion: contract.policyVersionId, useCase: contract.useCaseId },
    facts: {
      action: contract.overload.steps[step - 1]?.action ?? null,
      ...Object.fromEntries(seen),
      step,
      steps,
    },
  };
}

/** Steps belong to the policy version whose contract they are: with a new one in force they have ended. */
async function endReplaced(tx: Tx, at: Date): Promise<void> {
  const ended = await tx.rows<{ use_case_id: string; policy_version_id: string; steps: number }>(sql`
    delete from overload_state
    using policy_version
    where policy_version.policy_version_id = overload_state.policy_version_id and policy_version.state <> 'published'
    returning overload_state.use_case_id, overload_state.policy_version_id, steps`);
  await appendEntries(
    tx,
    at,
    ended.flatMap(({ use_case_id: useCase, policy_version_id: policyVersion, steps }): NewEntry[] => {
      const facts = { because: 'policy-replaced', step: steps, steps: 0 };
      return steps === 0 ? [] : [{ kind: 'overload.left', actor, about: { policyVersion, useCase }, facts }];
    }),
  );
}
