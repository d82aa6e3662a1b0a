import { type Document, isScalar, LineCounter, parseDocument } from 'yaml';
import { readNode } from './read-node.ts';

export type Place = { line: number; column: number };
export type PlacedProblem = Place & { message: string };

export type ParsedYaml =
  | {
      ok: true;
      value: unknown;
      /** Where the value under a JSON pointer stands; of what is missing, where its parent does. */
      placeOf: (pointer: string) => Place;
    }
  | { ok: false; problems: PlacedProblem[] };

/** A person reads them, and after twenty the first ones are to be solved anyway. */
const mostProblems = 20;

/**
 * Reads YAML as JSON with comments: what is in the text is what it says.
 *
 * Left out are anchors, aliases, merges, tags, directives and several documents, with which a few lines can stand for
 * gigabytes, for themselves, or for something else than a reader of the pull request sees.
 */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  // The package compares each key with each other, 65 s for 30,000 of them: `readNode` finds doubled ones by a set.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const wrong = new Map<number, string>();
  const complain = (offset: number, message: string) => {
    // The first complaint about a place says what is wrong there; some texts are wrong at 200,000.
    if (wrong.size < 1000 && !wrong.has(offset)) wrong.set(offset, message);
  };
  complainOfParser(document, complain);
  complainOfCharacters(text, complain);
  const offsets = new Map<string, number>();
  const value = document.errors.length === 0 ? readContents(document, { complain, offsets }) : undefined;
  if (wrong.size > 0) return { ok: false, problems: told(wrong, lines) };
  return { ok: true, value, placeOf: (pointer) => placeIn(lines, offsetOf(offsets, pointer)) };
}

type Complain = (offset: number, message: string) => void;

function complainOfParser({ errors, warnings, directives }: Document.Parsed, complain: Complain): void {
  if (directives?.yaml.explicit) complain(0, sentences.BAD_DIRECTIVE);
  for (const { pos, code, message } of [...errors, ...warnings]) {
    if (code === 'TAG_RESOLVE_FAILED') continue; // no tag is taken, known or unknown
    complain(pos[0], code in sentences ? sentences[code as keyof typeof sentences] : `${message}.`); // just looked up
    if (code === 'RESOURCE_EXHAUSTION') break; // what it says further is its own trouble
  }
}

/** In place of the package's words, where those speak to programmers. */
const sentences = {
  TAB_AS_INDENT: 'A tab stands where YAML wants spaces.',
  MULTIPLE_DOCS: 'A second document starts here; a file holds one policy.',
  RESOURCE_EXHAUSTION: 'This is nested too deeply.',
  BAD_DIRECTIVE: 'Lines that start with % are not taken.',
} as const;

/** Characters that YAML forbids and no text of ours can hold; the package lets them pass. */
function complainOfCharacters(text: string, complain: Complain): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  const odd = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.exec(text);
  if (odd) complain(odd.index, 'A control character stands here.');
}

function readContents(
  { contents }: Document.Parsed,
  reading: { complain: Complain; offsets: Map<string, number> },
): unknown {
  if (contents === null || (isScalar(contents) && contents.value === null && !contents.source))
    return reading.complain(0, 'The file is empty.');
  return readNode(reading, contents, { pointer: '', depth: 0 });
}

function told(wrong: ReadonlyMap<number, string>, lines: LineCounter): PlacedProblem[] {
  const inOrder = [...wrong].sort(([a], [b]) => a - b);
  const problems = inOrder
    .slice(0, mostProblems)
    .map(([offset, message]) => ({ ...placeIn(lines, offset), message }));
  const next = inOrder[mostProblems];
  return next
    ? [...problems, { ...placeIn(lines, next[0]), message: 'From here on, more is wrong.' }]
    : problems;
}

function placeIn(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function offsetOf(offsets: ReadonlyMap<string, number>, pointer: string): number {
  for (let path = pointer; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
    const offset = offsets.get(path);
    if (offset !== undefined) return offset;
  }
  return offsets.get('') ?? 0;
}
