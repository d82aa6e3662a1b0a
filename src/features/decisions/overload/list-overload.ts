import type { AnswerOf } from '../../../contract/endpoint.ts';
import type * as contract from '../../../contract/overview.ts';
import { describeOverloadSteps } from '../../../core/policies/describe-overload.ts';
import type { Db } from '../../../db/database.ts';
import { readBacklog, type TierBacklog } from '../../reviews/tasks/read-backlog.ts';
import { type OverloadContract, overloadContracts } from './overload-contracts.ts';

type Answer = AnswerOf<typeof contract.listOverload>;

/** Screens ask every few seconds, each for itself. */
const freshMs = 1000;

/** Answers how each overload contract stands, read at most once a second per process, whoever asks. */
export function openOverloadList(db: Db): (at: Date) => Promise<Answer> {
  let last: { atMs: number; answer: Promise<Answer> } | null = null;
  return (at) => {
    const atMs = at.getTime();
    if (last && Math.abs(atMs - last.atMs) < freshMs) return last.answer;
    const answer = listOverload(db, at);
    last = { atMs, answer };
    answer.catch(() => {
      if (last?.answer === answer) last = null;
    });
    return answer;
  };
}

async function listOverload(db: Db, at: Date): Promise<Answer> {
  const contracts = await overloadContracts(db);
  const ids = contracts.map(({ useCaseId }) => useCaseId);
  const backlog = ids.length === 0 ? new Map() : await readBacklog(db, ids, at);
  return { items: contracts.map((one) => asItem(one, backlog.get(one.useCaseId) ?? [])) };
}

function asItem(one: OverloadContract, readings: readonly TierBacklog[]): Answer['items'][number] {
  const { overload, steps } = one;
  const taken = overload.steps.slice(0, steps);
  return {
    useCaseId: one.useCaseId,
    useCaseName: one.useCaseName,
    policyVersionId: one.policyVersionId,
    steps,
    of: overload.steps.length,
    sentence: steps === 0 ? null : `People are saturated: ${describeOverloadSteps(taken)}.`,
    since: one.since?.toISOString() ?? null,
    limits: overload.limits.map((limit) => {
      const reading = readings.find(({ tier }) => tier === limit.tier);
      return {
        tier: limit.tier,
        backlog: reading?.backlog ?? 0,
        backlogLimit: limit.backlog ?? null,
        overdueSeconds: reading?.overdueSeconds ?? 0,
        overdueSecondsLimit: limit.overdueSeconds ?? null,
      };
    }),
  };
}
