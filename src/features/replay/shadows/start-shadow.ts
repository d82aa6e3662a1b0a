import type { BodyOf } from '../../../contract/endpoint.ts';
import type { PolicyDocument } from '../../../contract/policies.ts';
import type * as contract from '../../../contract/shadows.ts';
import type { Shadow } from '../../../contract/shadows.ts';
import type { Actor } from '../../../core/access/actor.ts';
import type { Db, Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { checkDocument } from '../../policies/check-document.ts';
import { getPolicyVersion, policyInForce } from '../../policies/queries.ts';
import { lockUseCase, type UseCaseAnswer } from '../../use-cases/queries.ts';
import { refuseUnknownSlice } from '../asking/check-window.ts';
import { requesterOf } from '../asking/requester.ts';
import { getShadow } from './queries.ts';

type Ask = BodyOf<typeof contract.startShadow> & { useCaseId: string };

/** What runs beside, as it is kept. */
type Beside = {
  kind: Shadow['kind'];
  thresholds: Record<string, number> | null;
  document: PolicyDocument | null;
  policyVersionId: string | null;
  modelVersionId: string | null;
};

/** Starts a shadow: from now on it is evaluated over every new decision. */
export async function startShadow({ db }: Deps, actor: Actor, ask: Ask, at: Date): Promise<Shadow> {
  return db.atomically((tx) => startShadowIn(tx, actor, ask, at));
}

/** The same as part of a command that does more. */
export async function startShadowIn(tx: Tx, actor: Actor, ask: Ask, at: Date): Promise<Shadow> {
  const shadowId = uuidv7(at.getTime());
  // Held, so that two who start the last one that is allowed take turns.
  const useCase = await lockUseCase(tx, ask.useCaseId);
  refuseUnknownSlice(useCase, ask.sliceBy, 'shadow.no-such-slice');
  const beside = await besideOf(tx, ask, useCase);
  await refuseTooMany(tx, ask.useCaseId);
  const { personId, apiKeyId } = requesterOf(actor);
  await tx.run(sql`
    insert into shadow (shadow_id, use_case_id, name, kind, thresholds, document, policy_version_id, model_version_id,
      slice_by,       started_by, started_by_key, started_at)
    values (${shadowId}, ${ask.useCaseId}, ${ask.name}, ${beside.kind}, ${json(beside.thresholds)},
      ${json(beside.document)}, ${beside.policyVersionId}, ${beside.modelVersionId}, ${ask.sliceBy ?? null}, ${personId}, ${apiKeyId}, ${at})`);
  const about = {
    shadow: shadowId,
    useCase: ask.useCaseId,
    ...(beside.modelVersionId ? { modelVersion: beside.modelVersionId } : null),
  };
  await appendEntries(tx, at, [{ kind: 'shadow.started', actor, about, facts: { kind: beside.kind } }]);
  return getShadow(tx, shadowId);
}

function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

async function besideOf(tx: Tx, ask: Ask, useCase: UseCaseAnswer): Promise<Beside> {
  const { thresholds, document, policyVersionId, modelVersionId } = ask;
  const given = [thresholds, document, policyVersionId, modelVersionId].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw new Refusal(
      'unprocessable',
      'shadow.one-of',
      'Give one of thresholds, document, policyVersionId and modelVersionId.',
      {
        todo: 'Start a shadow for each.',
      },
    );
  const nothing = { thresholds: null, document: null, policyVersionId: null, modelVersionId: null };
  if (thresholds !== undefined) {
    await refuseUnknownThresholds(tx, ask.useCaseId, thresholds);
    return { ...nothing, kind: 'thresholds', thresholds };
  }
  if (modelVersionId !== undefined) {
    await refuseOtherModels(tx, ask.useCaseId, modelVersionId);
    return { ...nothing, kind: 'model', modelVersionId };
  }
  const whole = document ?? (await versionOf(tx, ask.useCaseId, policyVersionId ?? ''));
  await refuseInvalid(tx, whole, useCase);
  return { ...nothing, kind: 'policy', document: whole, policyVersionId: policyVersionId ?? null };
}

async function refuseUnknownThresholds(
  db: Db,
  useCaseId: string,
  given: Record<string, number>,
): Promise<void> {
  const inForce = await policyInForce(db, useCaseId);
  const known = (inForce?.document.thresholds ?? []).map(({ name }) => name);
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  if (unknown.length === 0 && Object.keys(given).length > 0) return;
  const message =
    unknown.length === 0
      ? 'No threshold is given.'
      : `The policy in force has no threshold ${unknown.map((name) => `"${name}"`).join(' and ')}.`;
  throw new Refusal('unprocessable', 'shadow.unknown-threshold', message, {
    todo: known.length === 0 ? 'Run a whole policy beside it.' : `It has ${known.join(', ')}.`,
  });
}

async function refuseOtherModels(db: Db, useCaseId: string, modelVersionId: string): Promise<void> {
  const model = await db.row<{ name: string; state: string; retired: boolean }>(sql`
    select name, state, retired_at is not null as retired
    from model_version
    where model_version_id = ${modelVersionId} and use_case_id = ${useCaseId}`);
  if (!model)
    throw new Refusal('not-found', 'model.unknown', `This use case has no model version ${modelVersionId}.`);
  if (model.state === 'shadow' && !model.retired) return;
  throw new Refusal('unprocessable', 'shadow.not-a-shadow-model', `"${model.name}" does not run in shadow.`, {
    todo: 'Put the model version in shadow first; its decisions then only run beside the live ones.',
  });
}

async function versionOf(db: Db, useCaseId: string, policyVersionId: string): Promise<PolicyDocument> {
  const version = await getPolicyVersion(db, policyVersionId);
  if (version.useCaseId === useCaseId) return version.document;
  throw new Refusal('unprocessable', 'policy.other-use-case', 'That policy version is of another use case.', {
    todo: 'Choose one of this use case.',
  });
}

async function refuseInvalid(db: Db, document: PolicyDocument, useCase: UseCaseAnswer): Promise<void> {
  const problems = await checkDocument(db, document, useCase);
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length === 0) return;
  throw new Refusal('unprocessable', 'shadow.invalid-policy', 'This policy cannot be evaluated yet.', {
    todo: errors.map(({ message }) => message).join(' '),
    problems: errors.map(({ at, message }) => ({ at, message })),
  });
}

/** Each is evaluated over every decision of the use case. */
const mostActive = 5;

async function refuseTooMany(tx: Tx, useCaseId: string): Promise<void> {
  const row = await tx.row<{ active: number }>(sql`
    select count(*)::integer as active from shadow where use_case_id = ${useCaseId} and ended_at is null`);
  if ((row?.active ?? 0) < mostActive) return;
  throw new Refusal(
    'conflict',
    'shadow.too-many',
    `${mostActive} shadows of this use case are running already.`,
    {
      todo: 'End one of them first.',
    },
  );
}
