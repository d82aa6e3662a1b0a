// The part of Markdown that guidelines need: headings, paragraphs, lists, quotes, code, rules; strong, emphasis, code and
// links inside a line. The result is data, never HTML.

export type Span =
  | { kind: 'text' | 'strong' | 'emphasis' | 'code'; text: string }
  | { kind: 'link'; text: string; href: string };

export type Block =
  | { kind: 'heading'; level: number; spans: Span[] }
  | { kind: 'paragraph' | 'quote'; spans: Span[] }
  | { kind: 'list'; ordered: boolean; items: Span[][] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' };

/** Reads Markdown into blocks; anything unknown stays the text it is. Linear in the text. */
export function parseMarkdown(text: string): Block[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const read = readBlock(lines, at);
    if (read.block) blocks.push(read.block);
    at = read.next;
  }
  return blocks;
}

type Read = { block: Block | null; next: number };

function readBlock(lines: readonly string[], at: number): Read {
  const line = lines[at] ?? '';
  if (line.trim() === '') return { block: null, next: at + 1 };
  if (line.startsWith('```')) return readCode(lines, at);
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) {
    return {
      block: { kind: 'heading', level: heading[1]!.length, spans: parseSpans(heading[2]!) },
      next: at + 1,
    }; // both groups always match
  }
  if (/^(-{3,}|\*{3,}|_{3,})\s*$/.test(line)) return { block: { kind: 'rule' }, next: at + 1 };
  if (bullet.test(line)) return readList(lines, at, bullet);
  if (numbered.test(line)) return readList(lines, at, numbered);
  return readText(lines, at);
}

const bullet = /^\s*[-*+]\s+/;
const numbered = /^\s*\d{1,9}[.)]\s+/;

function readCode(lines: readonly string[], at: number): Read {
  const end = lines.findIndex((line, index) => index > at && line.startsWith('```'));
  const stop = end === -1 ? lines.length : end;
  return { block: { kind: 'code', text: lines.slice(at + 1, stop).join('\n') }, next: stop + 1 };
}

function readList(lines: readonly string[], at: number, mark: RegExp): Read {
  const items: Span[][] = [];
  let next = at;
  for (; next < lines.length && mark.test(lines[next] ?? ''); next++) {
    items.push(parseSpans((lines[next] ?? '').replace(mark, '')));
  }
  return { block: { kind: 'list', ordered: mark === numbered, items }, next };
}

function readText(lines: readonly string[], at: number): Read {
  const quote = lines[at]?.startsWith('>') ?? false;
  const taken: string[] = [];
  let next = at;
  for (; next < lines.length; next++) {
    const line = lines[next] ?? '';
    const starts = next > at && (/^(#{1,6}\s|```)/.test(line) || bullet.test(line) || numbered.test(line));
    if (line.trim() === '' || starts || line.startsWith('>') !== quote) break;
    taken.push(line.replace(/^>\s?/, ''));
  }
  return { block: { kind: quote ? 'quote' : 'paragraph', spans: parseSpans(taken.join(' ')) }, next };
}

const spanPattern =
  /`([^`]+)`|\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s][^*]*)\*|(?<![A-Za-z0-9])_([^_\s][^_]*)_(?![A-Za-z0-9])|\[([^\]]+)\]\(([^()\s]+)\)/g;

/** Reads the marks inside one line. Links only to the web, mail or this console: a `javascript:` one stays text. */
export function parseSpans(text: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(spanPattern)) {
    if (match.index > end) spans.push({ kind: 'text', text: text.slice(end, match.index) });
    spans.push(spanOf(match));
    end = match.index + match[0].length;
  }
  if (end < text.length) spans.push({ kind: 'text', text: text.slice(end) });
  return spans;
}

function spanOf(match: RegExpMatchArray): Span {
  const [whole, code, strong, strongToo, emphasis, emphasisToo, linkText, href] = match;
  if (code) return { kind: 'code', text: code };
  if (strong ?? strongToo) return { kind: 'strong', text: strong ?? strongToo ?? '' };
  if (emphasis ?? emphasisToo) return { kind: 'emphasis', text: emphasis ?? emphasisToo ?? '' };
  if (linkText && href && /^(https?:\/\/|mailto:|\/(?![/\\]))/i.test(href))
    return { kind: 'link', text: linkText, href };
  return { kind: 'text', text: whole };
}
