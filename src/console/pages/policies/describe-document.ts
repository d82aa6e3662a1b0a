import { describeRoute, describeSeconds } from '../../../core/policies/describe-route.ts';
import type { PolicyDocument } from '../../../core/policies/document.ts';

/** A policy as plain text, one thing a line, so that two versions can be laid side by side. */
export function describeDocument({ rules, otherwise, audit }: PolicyDocument): string {
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
    ...auditLines(audit),
  ];
  return `${lines.join('\n')}\n`;
}

/** The audit in words, to stand below the rules. */
export function auditLines({ rate, dueSeconds, strata = [] }: PolicyDocument['audit']): string[] {
  const due = dueSeconds ? `, judged within ${describeSeconds(dueSeconds)}` : '';
  return [
    'Audit',
    ...strata.map((one) => `  ${one.name}: ${exactPercent(one.rate)} of what is released when ${one.when}`),
    `  ${strata.length > 0 ? 'rest: ' : ''}${exactPercent(rate)} of what is released${due}`,
  ];
}

/** Exact, so that two different rates never read the same. */
export function exactPercent(rate: number): string {
  return `${Number((rate * 100).toPrecision(12))} %`;
}
