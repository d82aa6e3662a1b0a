export type DecisionClass = { readonly name: string; readonly impact: number };
export type LineProblem = { readonly line: number; readonly message: string };

/**
 * Classes as lines of text, the quickest way to edit seventy of them; an impact of 1 is what a class has without one.
 *
 * @example classLines([{ name: 'refund', impact: 1 }, { name: 'fraud', impact: 10 }]) // 'refund\nfraud, 10'
 */
export function classLines(classes: readonly DecisionClass[]): string {
  return classes.map(({ name, impact }) => (impact === 1 ? name : `${name}, ${impact}`)).join('\n');
}

/** Reads classes from lines; empty lines are passed over, the number after the last comma is the impact. */
export function readClassLines(text: string): {
  classes: readonly DecisionClass[];
  problems: readonly LineProblem[];
} {
  const classes: DecisionClass[] = [];
  const problems: LineProblem[] = [];
  const seen = new Set<string>();
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (line === '') return;
    const read = /^(.+?)\s*,\s*(-?[\d.]+)$/.exec(line);
    const name = (read?.[1] ?? line).trim();
    const impact = read?.[2] === undefined ? 1 : Number(read[2]);
    if (seen.has(name)) problems.push({ line: index + 1, message: `“${name}” is listed twice.` });
    if (name.length > 200) problems.push({ line: index + 1, message: 'At most 200 characters.' });
    if (!(impact >= 0 && impact <= 1e6)) {
      problems.push({ line: index + 1, message: 'The impact is a number from 0 to 1,000,000.' });
    }
    seen.add(name);
    classes.push({ name, impact });
  });
  return { classes, problems };
}
