// What conditions read: variables, metadata, probabilities, thresholds, backlog.

import type { FieldType } from '../../use-cases/use-case.ts';
import type { Backlog, PolicyFacts } from '../facts.ts';
import { CannotEvaluate } from './cannot-evaluate.ts';
import { type Closure, type Compile, lacking, type Node, type Run, raise, type Words } from './closure.ts';
import { valueFor } from './thresholds-in-force.ts';

const lackingLabel = lacking('label');
const lackingBacklog = lacking('the backlog');
const uncalibrated = new CannotEvaluate(
  'there is no calibrated confidence, as the policy names no calibration map for the model version or slice',
);

const variables: Readonly<Record<string, Closure>> = {
  confidence: { type: 'double', run: (facts) => facts.confidence },
  calibrated: { type: 'double', run: ({ calibrated }) => calibrated ?? raise(uncalibrated) },
  expectedImpact: { type: 'double', run: (facts, given) => given.expectedImpact(facts) },
  label: { type: 'string', run: ({ label }) => label ?? raise(lackingLabel) },
  model: { type: 'string', run: (facts) => facts.model },
  modelState: { type: 'string', run: (facts) => facts.modelState },
  now: { type: 'time', run: (facts) => facts.nowMs },
};

export function compileName(name: string, { items }: Words): Closure | null {
  const item = items.get(name);
  // The value is of the item's type: the walk that sets it has taken the type from its elements.
  if (item) return { type: item.type, run: () => item.value } as Closure;
  return Object.hasOwn(variables, name) ? (variables[name] ?? null) : null;
}

// `probabilities.fraud` and `probabilities["fraud"]` are one thing in CEL, as are `metadata.x` and `metadata["x"]`.
export function compileField(base: Node, field: string, { subject, thresholds }: Words): Closure | null {
  if (base.op !== 'id') return null;
  switch (base.args) {
    case 'probabilities':
      return writtenProbability(field);
    case 'thresholds':
      return threshold(thresholds.indexOf(field));
    case 'backlog':
      return backlogField(field);
    case 'metadata': {
      const type = subject.metadataFields.find((one) => one.name === field)?.type;
      return type === undefined ? null : metadataField(field, type);
    }
    default:
      return null;
  }
}

// The casts repeat what the metadata check has made sure of for every decision before it comes here.
function metadataField(field: string, type: FieldType): Closure {
  const error = lacking(`metadata.${field}`);
  const read: Run<unknown> = (facts) => facts.metadata[field] ?? raise(error);
  switch (type) {
    case 'string':
      return { type: 'string', run: read as Run<string> };
    case 'boolean':
      return { type: 'bool', run: read as Run<boolean> };
    case 'number':
      return { type: 'double', run: read as Run<number> };
    case 'integer':
      return { type: 'int', run: read as Run<number> };
    case 'timestamp':
      return { type: 'time', run: timeReader(read, error) };
    default:
      return type satisfies never;
  }
}

/** Rules that read the same time of the same decision have it parsed once (a fifth of a microsecond). */
function timeReader(read: Run<unknown>, error: CannotEvaluate): Run<number> {
  let lastText = '';
  let lastMs = Number.NaN;
  return (facts, given) => {
    const value = read(facts, given);
    if (typeof value === 'number') return value;
    const text = String(value);
    if (text !== lastText) {
      lastMs = Date.parse(text);
      lastText = text;
    }
    return Number.isNaN(lastMs) ? raise(error) : lastMs;
  };
}

function threshold(place: number): Closure | null {
  if (place < 0) return null;
  return {
    type: 'double',
    run: (facts, { thresholds }) => valueFor(thresholds[place]!, facts), // the given ones are the document's
  };
}

function backlogField(field: string): Closure | null {
  if (field === 'overdueSeconds') return { type: 'double', run: backlogReader(field) };
  return field === 'tier1' || field === 'tier2' ? { type: 'int', run: backlogReader(field) } : null;
}

function backlogReader(name: keyof Backlog): Run<number> {
  return ({ backlog }) => (backlog ?? raise(lackingBacklog))[name];
}

// A key that is not written down, `probabilities[label]`, is looked up anew for every decision.
export function compileIndex(
  base: Node,
  at: Node,
  { words, compile }: { readonly words: Words; readonly compile: Compile },
): Closure | null {
  if (at.op === 'value') return typeof at.args === 'string' ? compileField(base, at.args, words) : null;
  const key = compile(at, words);
  if (base.op !== 'id' || base.args !== 'probabilities' || key?.type !== 'string') return null;
  return {
    type: 'double',
    run: (facts, given) => {
      const name = key.run(facts, given);
      return probability(facts, name) ?? raise(lacking(`the probability of "${name}"`));
    },
  };
}

function writtenProbability(name: string): Closure {
  const error = lacking(`the probability of "${name}"`);
  return { type: 'double', run: (facts) => probability(facts, name) ?? raise(error) };
}

/**
 * Own keys only: a class named "constructor" must not find what every object inherits.
 *
 * @example probability(facts, 'fraud') // 0.3
 */
function probability({ probabilities }: PolicyFacts, name: string): number | undefined {
  return Object.hasOwn(probabilities, name) ? probabilities[name] : undefined;
}
