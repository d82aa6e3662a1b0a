import type * as contract from '../../contract/calibration.ts';
import type { Certificate } from '../../contract/certificates.ts';
import type { BodyOf } from '../../contract/endpoint.ts';
import type { Actor } from '../../core/access/actor.ts';
import { adoptMap, type SaidThreshold } from '../../core/policies/adopt-map.ts';
import { type MapChoice, mapForSlice, type NamedSlice, partedBy } from '../../core/policies/map-choice.ts';
import { describeSlice } from '../../core/use-cases/slice.ts';
import type { Db, Tx } from '../../db/database.ts';
import { Refusal } from '../../platform/refusal.ts';
import { mapOf } from '../calibration/maps/queries.ts';
import { getCertificate } from '../certificates/queries.ts';
import { draftPolicyIn } from './draft-policy.ts';
import { getPolicyVersion, policyInForce } from './queries.ts';

export type DraftWithMap = { useCaseId: string; number: number } & Omit<
  BodyOf<typeof contract.draftWithMap>,
  'shadow'
>;

/** Drafts a policy that uses a calibration map, its thresholds re-tuned in the same step; publishing is another matter. */
export async function draftWithMap(db: Tx, actor: Actor, asked: DraftWithMap, at: Date) {
  const { useCaseId, number } = asked;
  const { map, model, slice } = await mapOf(db, { useCaseId, number });
  const base = await baseOf(db, asked);
  const choice = base.document.calibration?.[model];
  refuseOtherParting(choice, slice);
  const old = mapForSlice(choice, slice);
  const before = old === null ? null : (await mapOf(db, { useCaseId, number: old })).map;
  const said = await saidThresholds(db, asked, { model, slice });
  refuseUnknown([...said.keys()], base.document.thresholds ?? []);
  const { document, retuned } = adoptMap(base.document, { model, number, slice, map, before }, said);
  const whose = slice ? `${model}, ${describeSlice(slice.by, slice.value)}` : model;
  const note = asked.note ?? `With calibration map ${number} for ${whose}`;
  const given = {
    useCaseId,
    document: document as typeof base.document,
    basedOn: base.policyVersionId,
    note,
  };
  return { draft: await draftPolicyIn(db, actor, given, at), retuned: [...retuned] };
}

/** Two maps at once for a decision, one by its class and one by its channel, would be one too many. */
function refuseOtherParting(choice: MapChoice | undefined, slice: NamedSlice | null): void {
  const by = partedBy(choice);
  if (slice === null || by === null || by === slice.by) return;
  const message = `The policy names maps by ${by} for this model version, and this map is for a slice by ${slice.by}.`;
  throw new Refusal('unprocessable', 'calibration.other-parting', message, {
    todo: 'Take those maps out of the policy first, or fit maps by the same thing.',
  });
}

async function baseOf(db: Db, { useCaseId, basedOn }: DraftWithMap) {
  const base =
    basedOn === undefined ? await policyInForce(db, useCaseId) : await getPolicyVersion(db, basedOn);
  if (!base) {
    throw new Refusal('unprocessable', 'calibration.no-policy', 'There is no policy to put the map into.', {
      todo: 'Publish a policy first, or say which draft to start from.',
    });
  }
  if (base.useCaseId === useCaseId) return base;
  throw new Refusal('unprocessable', 'policy.other-use-case', 'That version belongs to another use case.');
}

async function saidThresholds(
  db: Db,
  { useCaseId, number, certificates = [], values = {} }: DraftWithMap,
  stands: { model: string; slice: NamedSlice | null },
): Promise<Map<string, SaidThreshold>> {
  const said = new Map<string, SaidThreshold>(
    Object.entries(values).map(([name, value]) => [name, { value }]),
  );
  for (const certificateId of certificates) {
    const certificate = await getCertificate(db, certificateId);
    refuseCertificate(certificate, { useCaseId, number, ...stands });
    const { threshold, value, bySlice } = certificate;
    said.set(threshold, { value, certificateId, ...(bySlice ? { bySlice } : {}) });
  }
  return said;
}

function refuseCertificate(
  certificate: Certificate,
  asked: { useCaseId: string; number: number; model: string; slice: NamedSlice | null },
): void {
  const { state, threshold } = certificate;
  if (state === 'expired' || state === 'revoked') {
    throw new Refusal('conflict', 'certificate.ended', `The certificate of ${threshold} is ${state}.`, {
      todo: 'Issue a new one.',
    });
  }
  const { useCaseId, number, model, slice } = asked;
  const stands =
    certificate.useCaseId === useCaseId && certificate.model === model && certificate.map === number;
  // Proven for decisions that all score by this map, and those of other slices do not.
  if (stands && slice === null) return;
  const message = `The certificate of ${threshold} does not stand on calibration map ${number} of ${model}.`;
  throw new Refusal('unprocessable', 'certificate.other-map', message, {
    todo: 'Issue one for this map.',
  });
}

function refuseUnknown(names: readonly string[], thresholds: readonly { name: string }[]): void {
  const unknown = names.find((name) => !thresholds.some((threshold) => threshold.name === name));
  if (unknown === undefined) return;
  const message = `The policy has no threshold ${unknown}.`;
  throw new Refusal('unprocessable', 'calibration.unknown-threshold', message, {
    todo: 'Name thresholds that the policy has.',
  });
}
