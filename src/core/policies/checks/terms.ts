// What is known before any decision about the things that conditions look at.

import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { PolicyDocument } from '../document.ts';
import { modelStates } from '../facts.ts';
import type { Range, Surroundings } from './problem.ts';
import { but, everyNumber, everything, interval, only, type ValueSet } from './value-set.ts';

export type Terms = {
  /** All values that something can have. */
  readonly domainOf: (key: string) => ValueSet;
  /** All values that a threshold can take under this document: by slice, in overload, after a certificate. */
  readonly rangeOf: (threshold: string) => Range;
};

const anything: Range = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

export function termsOf(document: PolicyDocument, subject: PolicySubject, around: Surroundings): Terms {
  const ranges = thresholdRanges(document);
  return {
    domainOf: (key) => domainOf(key, { document, subject, around }),
    rangeOf: (threshold) => ranges.get(threshold) ?? anything,
  };
}

/** A certificate's fallback is known only when it is revoked. */
function thresholdRanges({ thresholds = [], overload }: PolicyDocument): ReadonlyMap<string, Range> {
  return new Map(
    thresholds.map(({ name, value, bySlice, certificateId }) => {
      const steps = (overload?.steps ?? []).filter(
        (step) => step.action === 'set-threshold' && step.threshold === name,
      );
      const values = [
        value,
        ...Object.values(bySlice?.values ?? {}),
        ...steps.flatMap((step) => ('value' in step ? [step.value] : [])),
      ];
      const range = { low: Math.min(...values), high: Math.max(...values) };
      return [name, certificateId === undefined ? range : anything];
    }),
  );
}

type Known = {
  readonly document: PolicyDocument;
  readonly subject: PolicySubject;
  readonly around: Surroundings;
};

const fraction = interval({ low: 0, high: 1 });
const atLeastZero = interval({ low: 0 });
const either = only([true, false]);

function domainOf(key: string, { document, subject, around }: Known): ValueSet {
  if (key.startsWith(presence)) return presenceDomain(key.slice(presence.length, -1), subject);
  const [base, field] = split(key);
  switch (base) {
    case 'confidence':
    case 'probabilities':
      return fraction;
    case 'calibrated':
      return calibratedDomain(document, around);
    case 'expectedImpact':
      return interval({ low: 0, high: Math.max(0, ...subject.classes.map(({ impact }) => impact)) });
    case 'backlog':
      return atLeastZero;
    case 'label':
      return only(subject.classes.map(({ name }) => name));
    case 'model':
      return around.models === undefined ? everything : only(around.models);
    case 'modelState':
      return only(modelStates);
    case 'metadata':
      return metadataDomain(field, subject);
    default:
      return either;
  }
}

/** `has(metadata.amount)` is a key of its own. */
const presence = 'has(metadata.';

function presenceDomain(field: string, { metadataFields }: PolicySubject): ValueSet {
  return metadataFields.some(({ name, required }) => name === field && required) ? only([true]) : either;
}

/** `metadata.amount` → `metadata`, `amount`. */
function split(key: string): readonly [string, string] {
  const dot = key.indexOf('.');
  return dot < 0 ? [key, ''] : [key.slice(0, dot), key.slice(dot + 1)];
}

function metadataDomain(field: string, { metadataFields }: PolicySubject): ValueSet {
  const found = metadataFields.find(({ name }) => name === field);
  if (found?.type === 'number' || found?.type === 'integer') return everyNumber;
  if (found?.type === 'boolean') return either;
  return found?.values === undefined ? but([]) : only(found.values);
}

/** From the least that any of the maps gives to the most; a map that is not known may give anything from 0 to 1. */
function calibratedDomain(
  { calibration = {} }: PolicyDocument,
  { calibratedRanges }: Surroundings,
): ValueSet {
  const models = Object.keys(calibration);
  const ranges = models.flatMap((model) => calibratedRanges?.[model] ?? []);
  if (models.length === 0 || ranges.length < models.length) return fraction;
  return interval({
    low: Math.min(...ranges.map(({ low }) => low)),
    high: Math.max(...ranges.map(({ high }) => high)),
  });
}
