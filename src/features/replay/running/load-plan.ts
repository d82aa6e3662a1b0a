import type { PolicyDocument } from '../../../contract/policies.ts';
import type { CalibrationMap } from '../../../core/calibration/maps/calibration-map.ts';
import { compilePolicy } from '../../../core/policies/compile-policy.ts';
import type { StandingApproval } from '../../../core/policies/facts.ts';
import { partedBy } from '../../../core/policies/map-choice.ts';
import { openCalibrator } from '../../../core/policies/open-calibrator.ts';
import type { ReplayModel } from '../../../core/replay/fill-facts.ts';
import type { ReplayPlan } from '../../../core/replay/replay.ts';
import type { RecordedPolicy, ReplayPolicy } from '../../../core/replay/side.ts';
import type { PolicySubject } from '../../../core/use-cases/use-case.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { documentHash } from '../../policies/document-hash.ts';
import { getUseCase } from '../../use-cases/queries.ts';

/** What is asked of a replay. */
export type Asked = {
  useCaseId: string;
  document: PolicyDocument;
  /** Null: what was recorded. */
  baseline: PolicyDocument | null;
  fromMs: number;
  beforeMs: number;
  sliceBy: string | null;
};

/** Everything a replay needs beside the segments, as of now. */
export async function loadPlan(db: Db, asked: Asked): Promise<ReplayPlan> {
  const { useCaseId, fromMs, beforeMs, sliceBy } = asked;
  const [subject, versions, modelNames, maps, approvals] = await Promise.all([
    getUseCase(db, useCaseId),
    policyVersions(db, useCaseId),
    modelNamesOf(db, useCaseId),
    calibrationMaps(db, useCaseId),
    approvalsIn(db, asked),
  ]);
  const ready = (document: PolicyDocument) =>
    readyPolicy(document, { subject, versions, modelNames, maps, approvals });
  return {
    fromMs,
    beforeMs,
    sliceBy,
    modelNames,
    draft: ready(asked.document),
    baseline: asked.baseline && ready(asked.baseline),
    recorded: new Map(
      versions.map(({ policyVersionId, document }) => [policyVersionId, recordedPolicy(document)]),
    ),
  };
}

type Around = {
  subject: PolicySubject;
  versions: readonly Version[];
  modelNames: ReadonlyMap<string, string>;
  maps: ReadonlyMap<number, CalibrationMap>;
  approvals: readonly StandingApproval[];
};

export function readyPolicy(document: PolicyDocument, around: Around): ReplayPolicy {
  const policy = compilePolicy(document, around.subject);
  const hash = documentHash(document);
  return {
    policy,
    models: modelsFor(document, around),
    auditDueMs: recordedPolicy(document).auditDueMs,
    versions: new Set(around.versions.flatMap((one) => (one.hash.equals(hash) ? one.policyVersionId : []))),
    alsoReads: policy.readsIn({ thresholds: {}, overloadSteps: 0, approvals: around.approvals }),
  };
}

/** Model versions by id, each with the maps that the document names for it. */
export function modelsFor(
  { calibration = {} }: Pick<PolicyDocument, 'calibration'>,
  { modelNames, maps }: Pick<Around, 'modelNames' | 'maps'>,
): Map<string, ReplayModel> {
  return new Map(
    Array.from(modelNames, ([modelVersionId, name]) => {
      const choice = Object.hasOwn(calibration, name) ? calibration[name] : undefined;
      const calibrate = choice === undefined ? null : openCalibrator(choice, maps);
      return [modelVersionId, { name, calibrate, calibratedBy: partedBy(choice) }];
    }),
  );
}

/** As live traffic: audited items are judged within a day where the policy does not say. */
const defaultAuditDueSeconds = 86_400;

export function recordedPolicy(document: PolicyDocument): RecordedPolicy {
  return { document, auditDueMs: (document.audit.dueSeconds ?? defaultAuditDueSeconds) * 1000 };
}

type Version = { policyVersionId: string; document: PolicyDocument; hash: Buffer };

/** Those that ever were in force. */
export async function policyVersions(db: Db, useCaseId: string): Promise<Version[]> {
  const rows = await db.rows<{
    policy_version_id: string;
    document: PolicyDocument;
    document_hash: Buffer;
  }>(sql`
    select policy_version_id, document, document_hash
    from policy_version
    where use_case_id = ${useCaseId} and published_at is not null`);
  return rows.map((row) => ({
    policyVersionId: row.policy_version_id,
    document: row.document,
    hash: row.document_hash,
  }));
}

/** Names of model versions by id, retired ones too. */
export async function modelNamesOf(db: Db, useCaseId: string): Promise<Map<string, string>> {
  const rows = await db.rows<{ model_version_id: string; name: string }>(sql`
    select model_version_id, name from model_version where use_case_id = ${useCaseId}`);
  return new Map(rows.map((row) => [row.model_version_id, row.name]));
}

/** Calibration maps by number. */
export async function calibrationMaps(db: Db, useCaseId: string): Promise<Map<number, CalibrationMap>> {
  const rows = await db.rows<{ number: number; parameters: CalibrationMap }>(sql`
    select number, parameters from calibration_map where use_case_id = ${useCaseId}`);
  return new Map(rows.map((row) => [row.number, row.parameters]));
}

/** Approvals that were in force at some time of the window. */
async function approvalsIn(db: Db, { useCaseId, fromMs, beforeMs }: Asked): Promise<StandingApproval[]> {
  const rows = await db.rows<{ standing_approval_id: string; scope: string; expires_at: Date }>(sql`
    select standing_approval_id, scope, expires_at
    from standing_approval
    where use_case_id = ${useCaseId}
      and issued_at < ${new Date(beforeMs)}
      and expires_at > ${new Date(fromMs)}`);
  return rows.map((row) => ({
    standingApprovalId: row.standing_approval_id,
    scope: row.scope,
    expiresAtMs: row.expires_at.getTime(),
  }));
}
