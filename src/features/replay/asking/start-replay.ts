import type { BodyOf } from '../../../contract/endpoint.ts';
import type { PolicyDocument } from '../../../contract/policies.ts';
import type * as contract from '../../../contract/replays.ts';
import type { Replay } from '../../../contract/replays.ts';
import type { Actor } from '../../../core/access/actor.ts';
import type { Db, Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { checkDocument } from '../../policies/check-document.ts';
import { documentHash } from '../../policies/document-hash.ts';
import { getPolicyVersion } from '../../policies/queries.ts';
import { getUseCase, lockUseCase, type UseCaseAnswer } from '../../use-cases/queries.ts';
import { getReplay } from '../queries.ts';
import { checkWindow, refuseEmptyWindow, refuseUnknownSlice } from './check-window.ts';
import { requesterOf } from './requester.ts';

export type ReplayAsk = BodyOf<typeof contract.startReplay> & { useCaseId: string };

/** Asks for a replay; a process that does background work runs it. */
export async function startReplay({ db }: Deps, actor: Actor, ask: ReplayAsk, at: Date): Promise<Replay> {
  const useCase = await getUseCase(db, ask.useCaseId);
  const window = checkWindow(ask);
  refuseUnknownSlice(useCase, ask.sliceBy);
  const draft = await draftOf(db, ask);
  if (!draft.wasInForce) await refuseInvalid(db, draft.document, useCase);
  const baselineId = await baselineOf(db, ask);
  await refuseEmptyWindow(db, { ...window, useCaseId: ask.useCaseId });
  const replayId = uuidv7(at.getTime());
  await db.atomically(async (tx) => {
    // Held, so that those who ask for the last one that is allowed take turns.
    await lockUseCase(tx, ask.useCaseId);
    await refuseTooMany(tx, ask.useCaseId);
    const { personId, apiKeyId } = requesterOf(actor);
    await tx.run(sql`
      insert into replay (replay_id, use_case_id, state, document, policy_version_id, baseline_id, from_at, before_at,
        slice_by, seconds_per_judgement, hourly_rate, requested_by, requested_by_key, requested_at)
      values (${replayId}, ${ask.useCaseId}, 'waiting', ${JSON.stringify(draft.document)}, ${draft.policyVersionId},
        ${baselineId}, ${new Date(window.fromMs)}, ${new Date(window.beforeMs)}, ${ask.sliceBy ?? null},
        ${ask.secondsPerJudgement ?? null}, ${ask.hourlyRate ?? null}, ${personId}, ${apiKeyId}, ${at})`);
    const about = {
      replay: replayId,
      useCase: ask.useCaseId,
      ...(draft.policyVersionId ? { policyVersion: draft.policyVersionId } : null),
    };
    const facts = { documentSha256: documentHash(draft.document).toString('hex'), ...window };
    await appendEntries(tx, at, [{ kind: 'replay.started', actor, about, facts }]);
  });
  return getReplay(db, replayId);
}

/** One that was in force is replayed as it is, even if the use case has lost a field since. */
type Draft = { document: PolicyDocument; policyVersionId: string | null; wasInForce: boolean };

async function draftOf(db: Db, { useCaseId, document, policyVersionId }: ReplayAsk): Promise<Draft> {
  if ((document === undefined) === (policyVersionId === undefined))
    throw new Refusal(
      'unprocessable',
      'replay.no-policy',
      'Give either a document or the id of a policy version.',
      {
        todo: 'With `policyVersionId` a saved version is replayed, with `document` any other.',
      },
    );
  if (document !== undefined) return { document, policyVersionId: null, wasInForce: false };
  const version = await versionOf(db, useCaseId, policyVersionId ?? '');
  const wasInForce = version.publishedAt !== null;
  return { document: version.document, policyVersionId: version.policyVersionId, wasInForce };
}

async function baselineOf(db: Db, { useCaseId, baseline = 'recorded' }: ReplayAsk): Promise<string | null> {
  return baseline === 'recorded' ? null : (await versionOf(db, useCaseId, baseline)).policyVersionId;
}

async function versionOf(db: Db, useCaseId: string, policyVersionId: string) {
  const version = await getPolicyVersion(db, policyVersionId);
  if (version.useCaseId === useCaseId) return version;
  throw new Refusal('unprocessable', 'policy.other-use-case', 'That policy version is of another use case.', {
    todo: 'Choose one of this use case.',
  });
}

async function refuseInvalid(db: Db, document: PolicyDocument, useCase: UseCaseAnswer): Promise<void> {
  const problems = await checkDocument(db, document, useCase);
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length === 0) return;
  throw new Refusal('unprocessable', 'replay.invalid-policy', 'This policy cannot be evaluated yet.', {
    todo: errors.map(({ message }) => message).join(' '),
    problems: errors.map(({ at, message }) => ({ at, message })),
  });
}

/** Each reads the segments again; nobody waits for the twentieth. */
const mostOpen = 20;

async function refuseTooMany(tx: Tx, useCaseId: string): Promise<void> {
  const row = await tx.row<{ open: number }>(sql`
    select count(*)::integer as open
    from replay
    where use_case_id = ${useCaseId} and state in ('waiting', 'running')`);
  if ((row?.open ?? 0) < mostOpen) return;
  throw new Refusal('too-many', 'replay.too-many', `${mostOpen} replays of this use case wait already.`, {
    todo: 'Cancel some, or wait for them to end.',
    retryAfterSeconds: 10,
  });
}
