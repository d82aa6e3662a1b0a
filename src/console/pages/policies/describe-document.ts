import { describeRoute, describeSeconds } from '../../../core/policies/describe-route.ts';
import type { Overload, OverloadStep, PolicyDocument, Threshold } from '../../../core/policies/document.ts';

/** A policy as plain text, one thing a line, so that two versions can be laid side by side. */
export function describeDocument(document: PolicyDocument): string {
  const { rules, otherwise, audit, thresholds = [], calibration = {}, overload } = document;
  const lines = [
    ...rules.flatMap((rule) => [
      `${rule.name}`,
      `  when ${rule.when}`,
      `  then ${describeRoute(rule.route)}`,
      '',
    ]),
    'Otherwise',
    `  ${describeRoute(otherwise)}`,
    '',
    ...(thresholds.length > 0
      ? ['Thresholds', ...thresholds.map((one) => `  ${describeThreshold(one)}`), '']
      : []),
    ...calibrationLines(calibration),
    ...auditLines(audit),
    ...(overload ? ['', ...overloadLines(overload)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** The audit in words, to stand below the rules. */
export function auditLines({ rate, dueSeconds, strata = [], floor = 0 }: PolicyDocument['audit']): string[] {
  const due = dueSeconds ? `, judged within ${describeSeconds(dueSeconds)}` : '';
  return [
    'Audit',
    ...strata.map((one) => `  ${one.name}: ${exactPercent(one.rate)} of what is released when ${one.when}`),
    `  ${strata.length > 0 ? 'rest: ' : ''}${exactPercent(rate)} of what is released${due}`,
    ...(floor > 0 ? [`  never below ${exactPercent(floor)}`] : []),
  ];
}

/** Exact, so that two different rates never read the same. */
export function exactPercent(rate: number): string {
  return `${Number((rate * 100).toPrecision(12))} %`;
}

/** @example describeThreshold({ name: 'release', value: 0.9 }) // 'release: 0.9' */
export function describeThreshold({ name, value, byClass = {}, certificateId }: Threshold): string {
  const others = Object.entries(byClass).map(([className, own]) => `${own} for ${className}`);
  return `${name}: ${[value, ...others].join(', ')}${certificateId ? ' (certified)' : ''}`;
}

function calibrationLines(calibration: Readonly<Record<string, number>>): string[] {
  const maps = Object.entries(calibration);
  if (maps.length === 0) return [];
  return ['Calibrated confidence', ...maps.map(([model, map]) => `  ${model}: by map ${map}`), ''];
}

/** The overload contract in words, a step a line. */
export function overloadLines({ limits, steps, everySeconds }: Overload): string[] {
  return [
    'When people cannot keep up',
    ...limits.map((limit) => `  ${limit.tier === 1 ? 'reviewers' : 'experts'}: ${limitWords(limit)}`),
    ...steps.map((step, index) => `  ${index + 1}. ${describeStep(step)}`),
    `  a step every ${describeSeconds(everySeconds)}`,
  ];
}

function limitWords({ backlog, overdueSeconds }: Overload['limits'][number]): string {
  const words = [
    ...(backlog ? [`more than ${backlog} open tasks`] : []),
    ...(overdueSeconds ? [`one overdue by ${describeSeconds(overdueSeconds)}`] : []),
  ];
  return words.join(', or ');
}

export function describeStep(step: OverloadStep): string {
  switch (step.action) {
    case 'set-threshold':
      return `set ${step.threshold} to ${step.value}`;
    case 'sample-less':
      return `draw ${exactPercent(step.factor)} of the usual audit rates`;
    case 'hold-reviews':
      return 'hold what would be released and reviewed after';
    case 'safe-output':
      return `give the safe output ${JSON.stringify(step.output)} instead of holding`;
  }
}
