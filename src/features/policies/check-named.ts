import { isDeepStrictEqual } from 'node:util';
import { pointer } from '../../core/policies/checks/pointer.ts';
import { error, type PolicyProblem } from '../../core/policies/checks/problem.ts';
import { describeValues } from '../../core/policies/describe-threshold.ts';
import type { PolicyDocument, Threshold } from '../../core/policies/document.ts';
import { type MapChoice, type NamedMap, namedMaps } from '../../core/policies/map-choice.ts';
import { describeSlice } from '../../core/use-cases/slice.ts';
import type { Db } from '../../db/database.ts';
import type { NameableMap } from '../calibration/maps/queries.ts';
import { type NameableCertificate, nameableCertificates } from '../certificates/queries.ts';

/**
 * What is wrong with the calibration maps and certificates a document names. In a transaction the certificates are
 * held until its end, so that none is revoked between this look and the publication.
 */
export async function checkNamed(
  db: Db,
  { calibration = {}, thresholds = [] }: PolicyDocument,
  { useCaseId, maps }: { useCaseId: string; maps: readonly NameableMap[] },
): Promise<PolicyProblem[]> {
  const named = thresholds.flatMap(({ certificateId }) => certificateId ?? []);
  const certificates = named.length > 0 ? await nameableCertificates(db, useCaseId, named) : null;
  return [
    ...Object.entries(calibration).flatMap(([model, choice]) => mapProblems(model, choice, maps)),
    ...thresholds.flatMap((threshold, index) =>
      threshold.certificateId === undefined
        ? []
        : certificateProblem(threshold, certificates?.get(threshold.certificateId), {
            at: `/thresholds/${index}/certificateId`,
            calibration,
          }),
    ),
  ];
}

function mapProblems(model: string, choice: MapChoice, maps: readonly NameableMap[]): PolicyProblem[] {
  return namedMaps(choice).flatMap((named) => {
    const message = whyNotMap(model, named, maps);
    const at = `/calibration/${pointer(model)}`;
    const place = named.slice === null ? '' : `/bySlice/values/${pointer(named.slice.value)}`;
    const general = typeof choice === 'object' && named.slice === null ? '/map' : '';
    return message === null ? [] : [error(`${at}${place}${general}`, message)];
  });
}

function whyNotMap(model: string, { number, slice }: NamedMap, maps: readonly NameableMap[]): string | null {
  const map = maps.find((known) => known.number === number);
  if (!map) return `There is no calibration map ${number} in this use case.`;
  if (map.model !== model) return `Calibration map ${number} was fitted for ${map.model}, not for ${model}.`;
  if (map.slice === null || isDeepStrictEqual(map.slice, slice)) return null;
  const fitted = describeSlice(map.slice.by, map.slice.value);
  return `Calibration map ${number} was fitted to a slice alone, ${fitted}, and says nothing about the rest.`;
}

function certificateProblem(
  threshold: Threshold,
  certificate: NameableCertificate | undefined,
  { at, calibration }: { at: string; calibration: Readonly<Record<string, MapChoice>> },
): PolicyProblem[] {
  const { name } = threshold;
  if (!certificate)
    return [error(at, `The threshold ${name} names a certificate that this use case does not have.`)];
  const { state, map_number: number, model } = certificate;
  if (state !== 'issued' && state !== 'in-force')
    return [
      error(at, `The certificate of the threshold ${name} is ${state}. Issue a new one, or leave it out.`),
    ];
  if (certificate.threshold !== name)
    return [
      error(at, `The certificate was issued for the threshold ${certificate.threshold}, not for ${name}.`),
    ];
  if (number !== null && calibration[model] !== number)
    return [
      error(
        at,
        `The certificate of ${name} stands on calibration map ${number} for ${model}; name that map too, for all its decisions.`,
      ),
    ];
  const same =
    certificate.value === threshold.value &&
    isDeepStrictEqual(certificate.by_slice, threshold.bySlice ?? null);
  return same
    ? []
    : [
        error(
          at,
          `The certificate of ${name} is about ${describe(certificate)}, not about these values. Take them, or leave the certificate out.`,
        ),
      ];
}

function describe({ value, by_slice }: NameableCertificate): string {
  return describeValues({ value, ...(by_slice ? { bySlice: by_slice } : {}) });
}
