/**
 * Names that fit what was typed, best first: the name begins with it, a word of it does, it stands somewhere inside, or
 * its letters come in this order. Equals keep the order they came in. Linear in the length of all names.
 *
 * @example rankMatches('arr', ['carry_over', 'card_arrival']) // ['card_arrival', 'carry_over']
 */
export function rankMatches(typed: string, names: readonly string[]): readonly string[] {
  const wanted = typed
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
  if (!wanted) return names;
  return names
    .map((name, place) => ({ name, place, rank: rankOf(wanted, name) }))
    .filter((match) => match.rank < 4)
    .sort((one, other) => one.rank - other.rank || one.place - other.place)
    .map((match) => match.name);
}

function rankOf(wanted: string, name: string): number {
  const text = name.toLowerCase().replaceAll(/[\s_-]+/g, ' ');
  if (text.startsWith(wanted)) return 0;
  if (text.includes(` ${wanted}`)) return 1;
  if (text.includes(wanted)) return 2;
  let at = 0;
  for (const letter of text) if (letter === wanted[at]) at += 1;
  return at === wanted.length ? 3 : 4;
}
