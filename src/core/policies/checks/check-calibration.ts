import type { ASTNode } from '@marcbachmann/cel-js';
import type { PolicyDocument } from '../document.ts';
import { allNodes, comparisonOf, keyOf, writtenValue } from './comparison.ts';
import type { Part } from './parts.ts';
import { pointer } from './pointer.ts';
import { error, type PolicyProblem, type Surroundings, warning } from './problem.ts';

/**
 * Conditions that read the calibrated confidence of model versions that have none by this policy: those decisions would
 * be held. A condition that asks for the model version first is not complained about.
 */
export function checkCalibration(
  { calibration = {} }: PolicyDocument,
  parts: readonly Part[],
  { models }: Surroundings,
): readonly PolicyProblem[] {
  const named = Object.keys(calibration);
  const problems = named.flatMap((model) => checkNamed(model, models));
  const without = (models ?? []).filter((model) => !named.includes(model));
  for (const { at, who, ast } of parts) {
    if (ast === null) continue;
    if (named.length === 0 && holds(ast, null))
      problems.push(
        error(
          `${at}/when`,
          `${who} reads calibrated, but the policy names no calibration map; everything it is asked about would be held.`,
        ),
      );
    else
      problems.push(
        ...without
          .filter((model) => holds(ast, model))
          .map((model) =>
            warning(
              `${at}/when`,
              `${who} reads calibrated, but the policy names no calibration map for model version "${model}", whose decisions would be held.`,
            ),
          ),
      );
  }
  return problems;
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

function holds(ast: ASTNode, model: string | null): boolean {
  return answer(ast, model).fails;
}

type Answer = { readonly value: boolean | null; readonly fails: boolean };

/**
 * What a condition comes to for a model version without a calibrated confidence, as far as that alone decides it; null
 * where it depends on the decision. `model` null is any version.
 */
function answer(node: ASTNode, model: string | null): Answer {
  switch (node.op) {
    case '!_': {
      const { value, fails } = answer(node.args, model);
      return { value: value === null ? null : !value, fails };
    }
    case '&&':
    case '||':
      return logic(node.op === '||', [answer(node.args[0], model), answer(node.args[1], model)]);
    case '?:': {
      const [asked, yes, no] = [
        answer(node.args[0], model),
        answer(node.args[1], model),
        answer(node.args[2], model),
      ];
      if (asked.value !== null) return asked.value ? yes : no;
      return { value: null, fails: asked.fails || yes.fails || no.fails };
    }
    default:
      return {
        value: ofModel(node, model),
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

function ofModel(node: ASTNode, model: string | null): boolean | null {
  if (node.op === 'value') return typeof node.args === 'boolean' ? node.args : null;
  if (model === null) return null;
  if (node.op === 'in' && keyOf(node.args[0]) === 'model' && node.args[1].op === 'list') {
    const values = node.args[1].args.map(writtenValue);
    return values.includes(model) || (values.includes(null) ? null : false);
  }
  const comparison = comparisonOf(node);
  if (comparison?.key !== 'model' || comparison.bound.kind !== 'value') return null;
  if (comparison.sign === '==') return comparison.bound.value === model;
  return comparison.sign === '!=' ? comparison.bound.value !== model : null;
}
