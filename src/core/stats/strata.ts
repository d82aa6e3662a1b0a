// What estimators from a stratified sample share.

/** Why nothing can be said. */
export type Unknown = {
  readonly ok: false;
  readonly because: 'nothing-labelled' | 'impossible-counts' | 'impossible-level';
};

/** How much a stratified estimate stands on. */
export type Basis = {
  readonly labelled: number;
  /** Size of all strata, also of those without a label. */
  readonly population: number;
  /** Share of the population in strata with a label; of the rest nothing is known. */
  readonly covered: number;
  /** As many labels of equal weight would say as much: (Σw)²/Σw² with w = population/labelled of the stratum. */
  readonly effective: number;
};

/** The basis of strata of which at least one has a label. */
export function basisOf(
  strata: readonly { readonly population: number; readonly labelled: number }[],
): Basis {
  let [labelled, population, covered, squares] = [0, 0, 0, 0];
  for (const stratum of strata) {
    labelled += stratum.labelled;
    population += stratum.population;
    if (stratum.labelled === 0) continue;
    covered += stratum.population;
    squares += stratum.population ** 2 / stratum.labelled;
  }
  return { labelled, population, covered: covered / population, effective: covered ** 2 / squares };
}

/** Labels are of items of the population, so there are never more. */
export function possible(stratum: { readonly population: number; readonly labelled: number }): boolean {
  const { population, labelled } = stratum;
  return labelled >= 0 && population >= labelled && population < Infinity;
}
