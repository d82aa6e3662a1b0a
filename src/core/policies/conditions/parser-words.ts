// What the CEL library says of a wrong text, in words of somebody who writes rules and no parsers.

type Saying = readonly [pattern: RegExp, words: (...parts: string[]) => string];

const sayings: readonly Saying[] = [
  [/^(?:Unexpected token: EOF|Unterminated .*)$/, () => 'The condition ends too early'],
  [/^Expected RPAREN, got EOF$/, () => 'A bracket "(" is not closed'],
  [/^Expected RBRACKET, got EOF$/, () => 'A bracket "[" is not closed'],
  [/^Expected EOF, got (.+)$/, () => 'The condition should have ended here; join conditions by && or ||'],
  [/^(?:Expected|Unexpected token).*$/, () => 'This is not expected here'],
  [/^Unexpected character: =$/, () => 'A single = is not expected; compare by =='],
  [/^Unexpected character: (.+)$/, (character) => `${character} is not expected`],
  [/^Invalid number: -?Infinity$/, () => 'The number is too large'],
  [
    /^Exceeded maxDepth \((\d+)\)$/,
    (most) => `The condition is nested too deeply: ${most} levels are allowed. Make it several rules`,
  ],
  [
    /^Exceeded maxAstNodes \((\d+)\)$/,
    (most) => `The condition has too many parts: ${most} are allowed. Make it several rules`,
  ],
  [/^Exceeded maxListElements \((\d+)\)$/, (most) => `The list is too long: ${most} elements are allowed`],
  [/^Exceeded maxCallArguments \((\d+)\)$/, (most) => `The call has too many arguments: ${most} are allowed`],
  [
    /^no such overload: (\S+) ([^\w\s]+|in) (.+)$/,
    (one, sign, other) =>
      `${typeWords(one)} ${sign} ${typeWords(other)} is not possible: the types do not fit`,
  ],
];

/**
 * A sentence without its full stop; what is not known here is told as the library tells it.
 *
 * @example parserWords('no such overload: string > int') // 'text > whole number is not possible: the types do not fit'
 */
export function parserWords(said: string): string {
  for (const [pattern, words] of sayings) {
    const found = pattern.exec(said);
    if (found) return words(...found.slice(1));
  }
  return said;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'whole number',
  double: 'number',
  bool: 'true or false',
  'google.protobuf.Timestamp': 'time',
  'google.protobuf.Duration': 'duration',
};

function typeWords(type = ''): string {
  return typeNames[type] ?? type;
}
