import type * as contract from '../../../contract/calibration.ts';
import type { BodyOf } from '../../../contract/endpoint.ts';
import type { Actor } from '../../../core/access/actor.ts';
import type { Candidate, Selection } from '../../../core/calibration/select-map.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { lockUseCase } from '../../use-cases/queries.ts';
import { writerOf } from '../writer-of.ts';
import { type Fitted, fit } from './fit-calibration.ts';
import { getCalibrationMap, type KeptFit } from './queries.ts';

type Proposal = { useCaseId: string } & BodyOf<typeof contract.proposeCalibrationMap>;

/**
 * Keeps the map of one method under the next number of the use case. It is fitted again, here: nobody hands in parameters, so
 * every stored map is what these labels give. One whose improvement is not certain is refused (statistics.md 1.13).
 */
export async function proposeMap({ db }: Deps, actor: Actor, proposal: Proposal, at: Date) {
  const { method, note = '', ...asked } = proposal;
  const fitted = await fit(db, asked);
  const candidate = candidateOf(fitted.selection, method);
  return db.atomically(async (tx) => {
    const calibrationMapId = uuidv7(at.getTime());
    // The use case's row makes two who propose at once take turns.
    await lockUseCase(tx, asked.useCaseId);
    const number = await nextNumber(tx, asked.useCaseId);
    const { window } = fitted.labels;
    const [pointer] = await appendEntries(tx, at, [
      {
        kind: 'calibration-map.proposed',
        actor,
        about: {
          calibrationMap: calibrationMapId,
          modelVersion: asked.modelVersionId,
          useCase: asked.useCaseId,
        },
        facts: { number, method: candidate.method, labels: fitted.selection.count, source: asked.source },
      },
    ]);
    const { personId, apiKeyId } = writerOf(actor);
    await tx.run(sql`
      insert into calibration_map (calibration_map_id, use_case_id, number, model_version_id, slice_by, slice_value,
        method, parameters, source, validation_set_id, window_from, window_before, fit, note, proposed_by,
        proposed_by_key, proposed_at, commit_id, entry_index)
      values (${calibrationMapId}, ${asked.useCaseId}, ${number}, ${asked.modelVersionId},
        ${window.slice === null ? null : window.sliceBy}, ${window.slice},
        ${candidate.method}, ${JSON.stringify(candidate.map)}, ${asked.source}, ${asked.validationSetId ?? null},
        ${window.from}, ${window.before}, ${JSON.stringify(keptOf(fitted, candidate))}, ${note}, ${personId},
        ${apiKeyId}, ${at}, ${pointer?.commitId}, ${pointer?.entryIndex})`);
    return getCalibrationMap(tx, { useCaseId: asked.useCaseId, number });
  });
}

type Eligible = Extract<Candidate, { eligible: true }>;

function candidateOf(selection: Selection, method: Proposal['method']): Eligible {
  const wanted = method ?? (selection.map ? selection.chosen : null);
  const candidate = selection.candidates.find((known) => known.method === wanted);
  if (wanted !== null && candidate?.eligible === false) {
    const message = `The ${wanted} map cannot be fitted to these labels.`;
    throw new Refusal('unprocessable', 'calibration.cannot-fit', message, { todo: candidate.because });
  }
  if (candidate?.eligible && candidate.improvement.low > 0) return candidate;
  const message = candidate
    ? `The ${wanted} map is not shown to be better than what is in force: its improvement may be none.`
    : 'No map is shown to be better than what is in force.';
  throw new Refusal('unprocessable', 'calibration.nothing-better', message, {
    todo: 'Collect more labels, or keep what is in force.',
    facts: { because: selection.because },
  });
}

function keptOf({ labels, selection }: Fitted, candidate: Eligible): KeptFit {
  const { value, low, high } = candidate.improvement;
  return {
    n: selection.count,
    nEffective: labels.counts.nEffective,
    logLoss: { before: selection.before?.logLoss ?? null, after: candidate.logLoss },
    smoothEce: { before: selection.before?.smoothError ?? null, after: candidate.smoothError },
    improvement: { value, low, high },
  };
}

async function nextNumber(tx: Tx, useCaseId: string): Promise<number> {
  const row = await tx.row<{ next: number }>(sql`
    select coalesce(max(number), 0) + 1 as next from calibration_map where use_case_id = ${useCaseId}`);
  return row?.next ?? 1;
}
