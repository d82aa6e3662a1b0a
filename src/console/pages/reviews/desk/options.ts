import type { ReviewItem } from '../../../../contract/reviews.ts';

export type Option = { readonly name: string; readonly probability: number | null };

/**
 * Classes in the order a reviewer will want them: the most probable first, the model's own before its equals. While the
 * suggestion is hidden the order is that of the alphabet, which gives nothing away.
 */
export function optionsOf({ useCase, label, probabilities }: ReviewItem, hidden: boolean): readonly Option[] {
  const names = useCase.classes.map((known) => known.name);
  if (hidden) return names.toSorted().map((name) => ({ name, probability: null }));
  const options = names.map((name) => ({ name, probability: probabilities?.[name] ?? null }));
  const rank = ({ name, probability }: Option) => probability ?? (name === label ? 0 : -1);
  return options.toSorted(
    (one, other) =>
      rank(other) - rank(one) ||
      Number(other.name === label) - Number(one.name === label) ||
      one.name.localeCompare(other.name),
  );
}

/** As many as there are number keys. */
const mostKeyed = 9;
/** With more classes than keys only the likely ones are listed; typing finds the others. */
const mostListed = 6;

/** The classes to choose from at a glance, under number keys; none while a long list must not be ordered by the model. */
export function listedOptions(item: ReviewItem, hidden: boolean): readonly Option[] {
  const options = optionsOf(item, hidden);
  if (options.length <= mostKeyed) return options;
  if (hidden) return [];
  return options.filter((option, place) => option.probability !== null || place === 0).slice(0, mostListed);
}
