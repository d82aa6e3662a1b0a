import { describeOverload } from './describe-overload.ts';
import { describeRate } from './describe-rate.ts';
import { describeRoute, describeSeconds } from './describe-route.ts';
import { describeThreshold } from './describe-threshold.ts';
import type { PolicyDocument } from './document.ts';
import { describeMaps } from './map-choice.ts';

/** A policy as plain text, one thing a line, so that two versions can be laid side by side. */
export function describeDocument(document: PolicyDocument): string {
  const { rules, otherwise, audit, thresholds = [], calibration = {}, overload } = document;
  const maps = Object.entries(calibration);
  const sections = [
    ...rules.map((rule) => section(rule.name, [`when ${rule.when}`, `then ${describeRoute(rule.route)}`])),
    section('Otherwise', [describeRoute(otherwise)]),
    ...(thresholds.length > 0 ? [section('Thresholds', thresholds.map(describeThreshold))] : []),
    ...(maps.length > 0
      ? [
          section(
            'Calibrated confidence',
            maps.map(([model, choice]) => `${model}: by ${describeMaps(choice)}`),
          ),
        ]
      : []),
    section('Audit', describeAudit(audit)),
    ...(overload ? [section('When people cannot keep up', describeOverload(overload))] : []),
  ];
  return `${sections.join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

function describeAudit({
  rate,
  dueSeconds,
  strata = [],
  floor = 0,
}: PolicyDocument['audit']): readonly string[] {
  const due = dueSeconds === undefined ? '' : `, judged within ${describeSeconds(dueSeconds)}`;
  return [
    ...strata.map((one) => `${one.name}: ${describeRate(one.rate)} of decisions when ${one.when}`),
    `${strata.length > 0 ? 'rest: ' : ''}${describeRate(rate)} of decisions${due}`,
    ...(floor > 0 ? [`never below ${describeRate(floor)}`] : []),
  ];
}
