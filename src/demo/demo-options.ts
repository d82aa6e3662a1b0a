export type DemoOptions = {
  /** Times faster than life: arrivals and people alike. */
  speed: number;
  /** Queries a minute at speed 1. */
  perMinute: number;
  reviewers: number;
  experts: number;
  /** Queries that come in time lapse before the demo has a past. */
  opening: number;
  seed: number;
};

const defaults: DemoOptions = {
  speed: 1,
  perMinute: 40,
  reviewers: 8,
  experts: 2,
  opening: 5000,
  seed: 20_251,
};

const limits: Record<keyof DemoOptions, readonly [number, number, boolean]> = {
  speed: [0.1, 500, false],
  perMinute: [1, 6000, false],
  reviewers: [0, 50, true],
  experts: [0, 10, true],
  opening: [0, 50_000, true],
  seed: [1, 2 ** 31 - 1, true],
};

const names: Record<string, keyof DemoOptions> = {
  '--speed': 'speed',
  '--per-minute': 'perMinute',
  '--reviewers': 'reviewers',
  '--experts': 'experts',
  '--opening': 'opening',
  '--seed': 'seed',
};

export const demoUsage = `npm run demo -- [options]
  --speed N        how many times faster than life (default ${defaults.speed})
  --per-minute N   customer queries a minute at speed 1 (default ${defaults.perMinute})
  --reviewers N    simulated reviewers (default ${defaults.reviewers}; 0 leaves the queue to you)
  --experts N      simulated experts for what reviewers cannot decide (default ${defaults.experts})
  --opening N      queries that come in time lapse on the first start (default ${defaults.opening}; none without reviewers)
  --seed N         another seed gives another stream of queries`;

/** Reads the options of `npm run demo -- …`; refuses what it does not know. */
export function demoOptions(
  args: readonly string[],
): { ok: true; options: DemoOptions } | { ok: false; because: string } {
  const options = { ...defaults };
  const rest = args.flatMap((arg) => (arg.includes('=') ? arg.split('=', 2) : [arg]));
  for (let at = 0; at < rest.length; at += 2) {
    const [name = '', text] = rest.slice(at, at + 2);
    const key = names[name];
    if (!key) return { ok: false, because: `The demo has no option "${name}".` };
    const [least, most, whole] = limits[key];
    const value = Number(text ?? 'missing');
    if (!(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
      return {
        ok: false,
        because: `${name} takes a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`,
      };
    }
    options[key] = value;
  }
  return { ok: true, options };
}
