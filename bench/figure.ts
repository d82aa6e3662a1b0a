/** One measured figure: the median of its rounds, with the least and the most. */
export type Figure = {
  id: string;
  value: number;
  unit: string;
  rounds: number;
  min: number;
  max: number;
  /** Nine in ten of the rounds lie between these; told where there are hundreds of them. */
  middle?: readonly [low: number, high: number];
  baseline?: number;
  /** What the issue asks for, e.g. `>= 12000`. */
  goal?: string;
  note?: string;
};

/** What a bench does: measures its figures and stops what it started. */
export type Bench = {
  name: string;
  about: string;
  run(options: BenchOptions): Promise<Figure[]>;
};

export type BenchOptions = { rounds: number; seconds: number; tell: (sentence: string) => void };

/** What a result file holds. */
export type ResultFile = {
  name: string;
  about: string;
  at: string;
  commit: string;
  machine: { cores: number; memory: string; node: string; postgres: string; load: string };
  figures: Figure[];
};

export function figureOf(
  id: string,
  values: readonly number[],
  rest: { unit: string; goal?: string; baseline?: readonly number[]; note?: string },
): Figure {
  const { baseline, ...named } = rest;
  return {
    id,
    value: rounded(median(values)),
    ...named,
    rounds: values.length,
    min: rounded(Math.min(...values)),
    max: rounded(Math.max(...values)),
    ...(baseline ? { baseline: rounded(median(baseline)) } : {}),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2;
}

/** The same with the middle of the values, for figures whose rounds are hundreds of seeded repetitions. */
export function spreadOf(
  id: string,
  values: readonly number[],
  rest: { unit: string; goal?: string; note?: string },
): Figure {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => rounded(sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN);
  return { ...figureOf(id, values, rest), middle: [at(0.05), at(0.95)] };
}

/** Each round's A over the same round's B: drift of the machine falls out. */
export function ratios(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, index) => value / (b[index] ?? Number.NaN));
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
