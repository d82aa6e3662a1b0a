import type { PolicyDocument, Threshold } from '../../../core/policies/document.ts';

// Every change the editor makes to the thresholds of a draft.

export function addThreshold(document: PolicyDocument): PolicyDocument {
  const thresholds = document.thresholds ?? [];
  const names = new Set(thresholds.map((one) => one.name));
  let name = 'release';
  for (let number = 2; names.has(name); number++) name = `release${number}`;
  return { ...document, thresholds: [...thresholds, { name, value: 0.9 }] };
}

/** Another value is no longer the certified one, so the certificate goes with it. */
export function changeThreshold(
  document: PolicyDocument,
  index: number,
  change: Partial<Threshold>,
): PolicyDocument {
  const before = document.thresholds?.[index];
  if (!before) return document;
  const { certificateId, bySlice, ...rest } = { ...before, ...change };
  const keeps = change.value === undefined && change.bySlice === undefined;
  return putThreshold(document, index, {
    ...rest,
    ...(bySlice && Object.keys(bySlice.values).length > 0 ? { bySlice } : null),
    ...(certificateId !== undefined && keeps ? { certificateId } : null),
  });
}

/** Takes a whole threshold in the place of another, e.g. one with a certificate behind it. */
export function putThreshold(document: PolicyDocument, index: number, threshold: Threshold): PolicyDocument {
  const thresholds = (document.thresholds ?? []).map((one, at) => (at === index ? threshold : one));
  return { ...document, thresholds };
}

export function removeThreshold(document: PolicyDocument, index: number): PolicyDocument {
  const { thresholds = [], ...rest } = document;
  const left = thresholds.toSpliced(index, 1);
  return left.length > 0 ? { ...rest, thresholds: left } : rest;
}
