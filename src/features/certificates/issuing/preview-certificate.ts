import type * as contract from '../../../contract/certificates.ts';
import type { BodyOf } from '../../../contract/endpoint.ts';
import type { CalibrationMap } from '../../../core/calibration/maps/calibration-map.ts';
import type { BadInput, Problem } from '../../../core/certificates/goal.ts';
import { checkTerms, type Terms } from '../../../core/certificates/promise.ts';
import type { Db } from '../../../db/database.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { mapOf } from '../../calibration/maps/queries.ts';
import { calculate } from '../../feedback/calculating/calculate.ts';
import type { PackedAnswer, PackedQuestion } from '../../feedback/calculating/certify-packed.ts';
import { answerAll } from './answer-all.ts';
import { countLooks, type Evidence } from './evidence.ts';
import { labelsUsed } from './labels-used.ts';
import { packQuestion } from './pack-question.ts';
import { answerSlices, answerWhole, type Told } from './preview-answer.ts';

export type AskedCertificate = { useCaseId: string } & BodyOf<typeof contract.previewCertificate>;

/** The core's answer about a certificate, from evidence that has been read. Stores nothing. */
export async function previewCertificate(
  db: Db,
  asked: AskedCertificate,
  { evidence, at }: { evidence: Evidence; at: Date },
): Promise<contract.CertificatePreview> {
  const { statistic = 'exact', promise = 'released', confidenceLevel = null, sliceBy = null } = asked;
  const terms = { promise, targetError: asked.targetError, confidenceLevel };
  const problems = checkTerms({ ...terms, sliceBy, statistic });
  if (problems.length > 0) throw badQuestion(problems);
  const map = await askedMap(db, asked);
  const question = packQuestion(evidence, { ...terms, statistic, map });
  const looks = await countLooks(db, asked.threshold, evidence.window);
  const told = toldOf(evidence, terms, { question, looks, at });
  return tell(await calculate('certify', question), told);
}

function tell({ kind, answer }: PackedAnswer, told: Told): contract.CertificatePreview {
  if (isBad(answer)) throw badQuestion(answer.problems);
  // The kinds go with their answers; TypeScript does not follow them through the check above.
  if ('promise' in answer) return answerAll(answer, told);
  return kind === 'slices' && 'slices' in answer
    ? answerSlices(answer, told)
    : answerWhole(answer as Exclude<typeof answer, { slices: unknown }>, told);
}

async function askedMap(db: Db, asked: AskedCertificate): Promise<CalibrationMap | null> {
  if (asked.map === undefined || asked.map === null) return null;
  const { map, model, modelVersionId, slice } = await mapOf(db, {
    useCaseId: asked.useCaseId,
    number: asked.map,
  });
  if (modelVersionId === asked.modelVersionId && slice === null) return map;
  const message = slice
    ? `Calibration map ${asked.map} was fitted to a slice alone.`
    : `Calibration map ${asked.map} is one of ${model}.`;
  throw new Refusal('unprocessable', 'certificate.other-map', message, {
    todo: 'Choose a map of this model version, or the raw confidence.',
  });
}

function toldOf(
  evidence: Evidence,
  terms: Terms,
  { question, looks, at }: { question: PackedQuestion; looks: number; at: Date },
): Told {
  const { population, window, days, histograms } = evidence;
  const decisions = population.reduce((sum, group) => sum + group.decisions, 0);
  const toPeople = population.reduce((sum, group) => sum + (group.routed ? group.decisions : group.drawn), 0);
  return {
    terms,
    statistic: question.statistic,
    traffic: question.traffic,
    population: decisions,
    reviewsPerDayNow: toPeople / days,
    populations: histograms.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0)),
    sliceBy: window.sliceBy,
    from: window.from,
    before: window.before,
    at,
    labels: labelsUsed(evidence, { question, looks }),
    looks,
  };
}

function isBad(answer: { ok: boolean; because?: string }): answer is BadInput {
  return !answer.ok && answer.because === 'bad_input';
}

function badQuestion(problems: readonly Problem[]): Refusal {
  const message = problems.map((problem) => problem.message).join(' ');
  return new Refusal('unprocessable', 'certificate.bad-question', message, {
    problems: problems.map(({ at, message: because }) => ({ at, message: because })),
  });
}
