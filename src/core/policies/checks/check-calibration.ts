import type { ASTNode } from '@marcbachmann/cel-js';
import type { MetadataValue } from '../../use-cases/check-metadata.ts';
import { type BySlice, sliceText } from '../../use-cases/slice.ts';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { PolicyDocument } from '../document.ts';
import type { MapChoice } from '../map-choice.ts';
import { allSlices, checkSlices } from './check-slices.ts';
import { allNodes, comparisonOf, keyOf, writtenValue } from './comparison.ts';
import type { Part } from './parts.ts';
import { pointer } from './pointer.ts';
import { error, type PolicyProblem, type Surroundings, warning } from './problem.ts';

/** What decisions without a calibrated confidence are known by: their model version, and that their slice is not named. */
type Lacking = { readonly model: string | null; readonly slices: BySlice | null };

/**
 * Conditions that read the calibrated confidence of model versions or slices that have none by this policy: those decisions
 * would be held. A condition that asks for the model version or the slice first is not complained about.
 */
export function checkCalibration(
  { calibration = {} }: PolicyDocument,
  parts: readonly Part[],
  { subject, around: { models } }: { readonly subject: PolicySubject; readonly around: Surroundings },
): readonly PolicyProblem[] {
  const named = Object.keys(calibration);
  const problems = Object.entries(calibration).flatMap(([model, choice]) => [
    ...checkNamed(model, models),
    ...checkParting(model, choice, subject),
  ]);
  const without = [
    ...(models ?? []).flatMap((model) => (named.includes(model) ? [] : { model, slices: null })),
    ...Object.entries(calibration).flatMap(([model, choice]) => {
      const slices = slicesAlone(choice, subject);
      return slices === null || models?.includes(model) === false ? [] : { model, slices };
    }),
  ];
  for (const { at, who, ast } of parts) {
    if (ast === null) continue;
    if (named.length === 0 && holds(ast, { model: null, slices: null }))
      problems.push(
        error(
          `${at}/when`,
          `${who} reads calibrated, but the policy names no calibration map; everything it is asked about would be held.`,
        ),
      );
    else
      problems.push(
        ...without
          .filter((lacking) => holds(ast, lacking))
          .map((lacking) => warning(`${at}/when`, `${who} reads calibrated, but ${whyNone(lacking)}`)),
      );
  }
  return problems;
}

function whyNone({ model, slices }: { readonly model: string; readonly slices: BySlice | null }): string {
  return slices === null
    ? `the policy names no calibration map for model version "${model}", whose decisions would be held.`
    : `the policy names calibration maps only for some slices by ${slices.by} of model version "${model}", whose other decisions would be held.`;
}

/** Whether there is such a map, those know who keep maps. */
function checkNamed(model: string, models: readonly string[] | undefined): PolicyProblem[] {
  if (models === undefined || models.includes(model)) return [];
  return [
    warning(
      `/calibration/${pointer(model)}`,
      `The calibration names "${model}", which is no model version in use.`,
    ),
  ];
}

function checkParting(model: string, choice: MapChoice, subject: PolicySubject): readonly PolicyProblem[] {
  if (typeof choice === 'number') return [];
  const at = `/calibration/${pointer(model)}/bySlice`;
  return checkSlices(choice.bySlice, { at, who: `The calibration of "${model}"`, subject });
}

/** The slices of a choice that leaves others without a map; null where none is left out. */
function slicesAlone(choice: MapChoice, subject: PolicySubject): BySlice | null {
  if (typeof choice === 'number' || choice.map !== undefined) return null;
  const all = allSlices(choice.bySlice.by, subject);
  return all?.every((slice) => Object.hasOwn(choice.bySlice.values, slice)) ? null : choice.bySlice;
}

function holds(ast: ASTNode, lacking: Lacking): boolean {
  return answer(ast, lacking).fails;
}

type Answer = { readonly value: boolean | null; readonly fails: boolean };

/**
 * What a condition comes to for decisions without a calibrated confidence, as far as what they are known by decides it; null
 * where it depends on the decision. `model` null is any version.
 */
function answer(node: ASTNode, lacking: Lacking): Answer {
  switch (node.op) {
    case '!_': {
      const { value, fails } = answer(node.args, lacking);
      return { value: value === null ? null : !value, fails };
    }
    case '&&':
    case '||':
      return logic(node.op === '||', [answer(node.args[0], lacking), answer(node.args[1], lacking)]);
    case '?:': {
      const [asked, yes, no] = [
        answer(node.args[0], lacking),
        answer(node.args[1], lacking),
        answer(node.args[2], lacking),
      ];
      if (asked.value !== null) return asked.value ? yes : no;
      return { value: null, fails: asked.fails || yes.fails || no.fails };
    }
    default:
      return {
        value: known(node, lacking),
        fails: allNodes(node).some((one) => keyOf(one) === 'calibrated'),
      };
  }
}

/** As CEL's logic: a side that decides absorbs the failure of the other. */
function logic(decisive: boolean, sides: readonly [Answer, Answer]): Answer {
  if (sides.some(({ value }) => value === decisive)) return { value: decisive, fails: false };
  const fails = sides.some((side) => side.fails);
  return { value: sides.every(({ value }) => value === !decisive) ? !decisive : null, fails };
}

function known(node: ASTNode, { model, slices }: Lacking): boolean | null {
  if (node.op === 'value') return typeof node.args === 'boolean' ? node.args : null;
  if (model === null) return null;
  const asked = askedOf(node);
  if (asked === null) return null;
  const meets = asked.key === 'model' ? meetsModel(asked, model) : slices && meetsOther(asked, slices);
  return meets !== null && asked.negated ? !meets : meets;
}

/** `key in [values]`, `key == value` or, negated, `key != value`. Values that are not written down are null. */
type Asked = { readonly key: string; readonly values: readonly unknown[]; readonly negated: boolean };

function askedOf(node: ASTNode): Asked | null {
  const key = node.op === 'in' ? keyOf(node.args[0]) : null;
  if (node.op === 'in' && key !== null && node.args[1].op === 'list')
    return { key, values: node.args[1].args.map(writtenValue), negated: false };
  const comparison = comparisonOf(node);
  if (comparison?.bound.kind !== 'value' || !['==', '!='].includes(comparison.sign)) return null;
  return { key: comparison.key, values: [comparison.bound.value], negated: comparison.sign === '!=' };
}

function meetsModel({ values }: Asked, model: string): boolean | null {
  return values.includes(model) || (values.includes(null) ? null : false);
}

/** A decision of a slice that is not named has none of the values that are. */
function meetsOther({ key, values }: Asked, { by, values: named }: BySlice): boolean | null {
  const isNamed = (value: unknown) =>
    value !== null && Object.hasOwn(named, sliceText(value as MetadataValue)); // texts, numbers and truths can be written
  return key === by && values.every(isNamed) ? false : null;
}
