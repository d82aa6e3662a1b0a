/** What a condition compares a score with: a number written in it, or a threshold by name. */
export type Compared =
  | { readonly kind: 'number'; readonly value: number; readonly looser: boolean }
  | { readonly kind: 'threshold'; readonly name: string; readonly looser: boolean };

/** The new score and, for a number, what it is compared with now; null leaves the comparison as it is. */
export type Replaced = { readonly score: string; readonly value: number | null } | null;

export type RetunedCondition = {
  readonly text: string;
  /** How often the score stands in other places than a plain comparison; those are left as they are. */
  readonly untouched: number;
};

type Token = { readonly text: string; readonly from: number; readonly to: number };

const tokenPattern =
  /"""[\s\S]*?"""|'''[\s\S]*?'''|[rR]"[^"]*"|[rR]'[^']*'|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|>=|<=|==|!=|&&|\|\||[^\s]/g;
const comparisons: ReadonlySet<string> = new Set(['>=', '>', '<', '<=']);
const before: ReadonlySet<string> = new Set(['(', '&&', '||', '!', '?', ':', ',', '[']);
const after: ReadonlySet<string> = new Set([')', '&&', '||', '?', ':', ',', ']']);

/**
 * Rewrites the plain comparisons of a score in a condition: `confidence >= thresholds.auto`, `0.9 < confidence`. What is part
 * of a larger reckoning is left alone and counted, because nobody knows what it should become. Texts in quotes and fields
 * of that name are no score. Linear in the text.
 *
 * @example
 * retuneCondition('confidence >= 0.9', 'confidence', () => ({ score: 'calibrated', value: 0.83 })).text
 * // 'calibrated >= 0.83'
 */
export function retuneCondition(
  text: string,
  score: string,
  replace: (compared: Compared) => Replaced,
): RetunedCondition {
  const tokens = [...text.matchAll(tokenPattern)].map((found): Token => {
    return { text: found[0], from: found.index, to: found.index + found[0].length };
  });
  let [retuned, copied, untouched] = ['', 0, 0];
  for (const [place, token] of tokens.entries()) {
    if (token.text !== score) continue;
    const found = comparedAt(tokens, place);
    const replaced = found && replace(found.compared);
    if (!found || !replaced) {
      untouched += 1;
      continue;
    }
    const edits = [{ token, text: replaced.score }];
    if (replaced.value !== null) edits.push({ token: found.other, text: asDouble(replaced.value) });
    for (const edit of edits.sort((a, b) => a.token.from - b.token.from)) {
      retuned += text.slice(copied, edit.token.from) + edit.text;
      copied = edit.token.to;
    }
  }
  return { text: retuned + text.slice(copied), untouched };
}

/** The comparison whose left or right side the token is, if it is a plain one. */
function comparedAt(tokens: readonly Token[], place: number): { compared: Compared; other: Token } | null {
  for (const side of [1, -1] as const) {
    const [operator, other] = [tokens[place + side], tokens[place + 2 * side]];
    if (!operator || !other || !comparisons.has(operator.text)) continue;
    const [first, last] = side === 1 ? [place, place + 2] : [place - 2, place];
    if (!standsAlone(tokens[first - 1], tokens[last + 1])) return null;
    // What lets a score equal to the bar pass, or stops it just below.
    const looser = side === 1 ? /^(?:>=|<)$/.test(operator.text) : /^(?:<=|>)$/.test(operator.text);
    const compared = operandOf(other.text, looser);
    return compared && { compared, other };
  }
  return null;
}

function standsAlone(previous: Token | undefined, next: Token | undefined): boolean {
  return (!previous || before.has(previous.text)) && (!next || after.has(next.text));
}

function operandOf(text: string, looser: boolean): Compared | null {
  if (/^\d/.test(text)) return { kind: 'number', value: Number(text), looser };
  const name = /^thresholds\s*\.\s*(\w+)$/.exec(text)?.[1];
  return name === undefined ? null : { kind: 'threshold', name, looser };
}

/** CEL tells whole numbers from doubles by the point. */
function asDouble(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
