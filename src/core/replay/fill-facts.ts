import type { Circumstances } from '../decisions/routing-context.ts';
import type { ModelState, PolicyFacts } from '../policies/facts.ts';
import type { Calibrator } from '../policies/open-calibrator.ts';
import type { Column, Columns } from '../segments/column.ts';
import { columnNames, metadataPrefix } from '../segments/recorded-decision.ts';
import type { Metadata, MetadataValue } from '../use-cases/check-metadata.ts';

/** Of a model version: its name, and what the policy's calibration maps for it give. */
export type ReplayModel = {
  readonly name: string;
  readonly calibrate: Calibrator | null;
  /** What its maps part decisions by; null where one is for all. */
  readonly calibratedBy: string | null;
};

export type FactsSource = {
  readonly reads: ReadonlySet<string>;
  readonly models: ReadonlyMap<string, ReplayModel>;
};

type Filling = { -readonly [key in keyof PolicyFacts]: PolicyFacts[key] };

/** One object for all rows, filled anew for each: a replay makes nothing per decision that it does not have to. */
export type Facts = { readonly facts: PolicyFacts; readonly fill: (row: number) => void };

/**
 * Facts of the rows of one segment, as live traffic has them; only what the policy reads is filled in.
 *
 * @example const { facts, fill } = openFacts(columns, { reads: policy.reads, models }); fill(7); policy.evaluate(facts)
 */
export function openFacts(columns: Columns, source: FactsSource): Facts {
  const metadata: Record<string, MetadataValue | undefined> = {};
  const facts: Filling = {
    confidence: 0,
    label: null,
    model: '',
    metadata: metadata as Metadata, // what is undefined counts as absent
    probabilities: {},
    calibrated: null,
    modelState: 'active',
    nowMs: 0,
    backlog: null,
  };
  const steps = usualSteps(columns, facts);
  const probabilities = columns.get(columnNames.probabilities);
  if (source.reads.has('probabilities') && probabilities?.kind === 'maps') {
    const at = entriesAt(probabilities);
    steps.push((row) => {
      facts.probabilities = at(row);
    });
  }
  for (const name of source.reads) {
    if (!name.startsWith(metadataPrefix)) continue;
    const field = name.slice(metadataPrefix.length);
    metadata[field] = undefined;
    const at = valueAt(columns.get(name));
    steps.push((row) => {
      metadata[field] = at(row);
    });
  }
  steps.push(...modelSteps(columns, facts, source));
  return {
    facts,
    fill(row) {
      for (const step of steps) step(row);
    },
  };
}

type Step = (row: number) => void;

/** Always there: times are needed for the hours anyway, and confidence is what most rules ask for first. */
function usualSteps(columns: Columns, facts: Filling): Step[] {
  const confidence = numbersIn(columns, columnNames.confidence);
  const recordedAt = numbersIn(columns, columnNames.recordedAt);
  const label = columns.get(columnNames.label);
  const steps: Step[] = [
    (row) => {
      facts.confidence = confidence[row]!; // one a row
      facts.nowMs = recordedAt[row]!; // one a row
    },
  ];
  if (label?.kind === 'codes') {
    const labels = label.dictionary as (string | null)[]; // what was written
    steps.push((row) => {
      facts.label = labels[label.codes[row]!]!; // codes are places
    });
  }
  return steps;
}

/** After the confidence, the label and the metadata, which the calibrated one is made of. */
function modelSteps(columns: Columns, facts: Filling, { reads, models }: FactsSource): Step[] {
  const column = columns.get(columnNames.modelVersion);
  if (column?.kind !== 'codes') return [];
  const { codes } = column;
  const known = column.dictionary.map((cell) => models.get(String(cell)) ?? noModel);
  const steps: Step[] = [
    (row) => {
      facts.model = known[codes[row]!]!.name; // codes are places
    },
  ];
  if (!reads.has('calibrated')) return steps;
  steps.push((row) => {
    const { calibrate } = known[codes[row]!]!; // codes are places
    facts.calibrated = calibrate === null ? null : calibrate(facts);
  });
  return steps;
}

const noModel: ReplayModel = { name: '', calibrate: null, calibratedBy: null };

function numbersIn(columns: Columns, name: string): Float64Array {
  const column = columns.get(name);
  if (column?.kind === 'numbers') return column.numbers;
  throw new Error(`a segment without the column ${name}`);
}

/** The value of a metadata field in each row; undefined where there is none. */
function valueAt(column: Column | undefined): (row: number) => MetadataValue | undefined {
  if (column?.kind === 'numbers') {
    const { numbers } = column;
    return (row) => {
      const value = numbers[row]!; // one a row
      return Number.isNaN(value) ? undefined : value;
    };
  }
  if (column?.kind !== 'codes') return () => undefined;
  const { codes } = column;
  const values = column.dictionary.map((cell) => (cell === null ? undefined : (cell as MetadataValue))); // what was written
  return (row) => values[codes[row]!]; // codes are places
}

const none: PolicyFacts['probabilities'] = {};

/**
 * A record of its own for each row that has any, with the classes in the order they came.
 *
 * An ordinary object, which is made five times as fast as one without a prototype, unless a class has the one name that
 * an ordinary object cannot take as a key.
 */
export function entriesAt(
  column: Extract<Column, { kind: 'maps' }>,
): (row: number) => PolicyFacts['probabilities'] {
  const { ends, keys, values, dictionary } = column;
  const strange = dictionary.includes('__proto__');
  return (row) => {
    let entry = row === 0 ? 0 : ends[row - 1]!; // in range
    const end = ends[row]!; // in range
    if (entry === end) return none;
    const record: Record<string, number> = strange ? Object.create(null) : {};
    for (; entry < end; entry++) record[dictionary[keys[entry]!]!] = values[entry]!; // one key and value each
    return record;
  };
}

/** What came with the routing context: the backlog and the model's state as they were. */
export function fillCircumstances(facts: PolicyFacts, { backlog, modelStates }: Circumstances): void {
  const filling = facts as Filling; // made by openFacts
  filling.backlog = backlog;
  filling.modelState = stateOf(modelStates, facts.model);
}

function stateOf(states: Circumstances['modelStates'], model: string): ModelState {
  return Object.hasOwn(states, model) ? (states[model] ?? 'active') : 'active';
}
