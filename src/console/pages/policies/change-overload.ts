import type {
  Overload,
  OverloadLimit,
  OverloadStep,
  PolicyDocument,
} from '../../../core/policies/document.ts';

// Every change the editor makes to the overload contract of a draft.

/** What a first contract says: sample less when two hundred tasks wait. */
export function withOverload(document: PolicyDocument): PolicyDocument {
  const overload: Overload = {
    limits: [{ tier: 1, backlog: 200 }],
    steps: [{ action: 'sample-less', factor: 0.5 }],
    everySeconds: 300,
  };
  return { ...document, overload };
}

export function withoutOverload({ overload: _, ...document }: PolicyDocument): PolicyDocument {
  return document;
}

export function changeOverload(document: PolicyDocument, change: Partial<Overload>): PolicyDocument {
  return document.overload ? { ...document, overload: { ...document.overload, ...change } } : document;
}

/** What a limit may be changed to; undefined takes it away. */
export type LimitChange = {
  readonly backlog?: number | undefined;
  readonly overdueSeconds?: number | undefined;
};

/** A tier without limits is left out of the document, as if it had never been there. */
export function changeLimit(
  document: PolicyDocument,
  tier: OverloadLimit['tier'],
  change: LimitChange,
): PolicyDocument {
  const limits = ([1, 2] as const).flatMap((one): OverloadLimit[] => {
    const { backlog, overdueSeconds } = { ...limitOf(document, one), ...(one === tier ? change : null) };
    if (!backlog && !overdueSeconds) return [];
    return [
      { tier: one, ...(backlog ? { backlog } : null), ...(overdueSeconds ? { overdueSeconds } : null) },
    ];
  });
  return changeOverload(document, { limits });
}

/** The limit of a tier; one without bounds where the contract has none. */
export function limitOf({ overload }: PolicyDocument, tier: OverloadLimit['tier']): OverloadLimit {
  return overload?.limits.find((limit) => limit.tier === tier) ?? { tier };
}

export function addStep(document: PolicyDocument): PolicyDocument {
  const steps = document.overload?.steps ?? [];
  return changeOverload(document, { steps: [...steps, { action: 'hold-reviews' }] });
}

export function changeStep(document: PolicyDocument, index: number, step: OverloadStep): PolicyDocument {
  const steps = document.overload?.steps ?? [];
  return changeOverload(document, { steps: steps.map((one, at) => (at === index ? step : one)) });
}

export function removeStep(document: PolicyDocument, index: number): PolicyDocument {
  return changeOverload(document, { steps: (document.overload?.steps ?? []).toSpliced(index, 1) });
}

export function moveStep(document: PolicyDocument, index: number, by: -1 | 1): PolicyDocument {
  const steps = document.overload?.steps ?? [];
  const step = steps[index];
  const to = index + by;
  if (!step || to < 0 || to >= steps.length) return document;
  return changeOverload(document, { steps: steps.toSpliced(index, 1).toSpliced(to, 0, step) });
}

/** A step of another kind, with values to begin with. */
export function asStep(action: OverloadStep['action'], thresholds: readonly string[]): OverloadStep {
  switch (action) {
    case 'set-threshold':
      return { action, threshold: thresholds[0] ?? '', value: 0.8 };
    case 'sample-less':
      return { action, factor: 0.5 };
    case 'hold-reviews':
      return { action };
    case 'safe-output':
      return { action, output: '' };
  }
}
