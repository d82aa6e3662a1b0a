// One parse and one walk per file: everything the laws ask about it.
import { parseSync } from 'vite';

export type Import = { to: string; line: number };
export type Place = { what: string; line: number };
export type FunctionSpan = { name: string; line: number; lines: number };

export type SourceFile = {
  /** From the root of the repository, with slashes. */
  path: string;
  lines: number;
  /** Lines that hold neither only a comment nor nothing. */
  codeLines: number;
  commentLines: number;
  imports: Import[];
  functions: FunctionSpan[];
  /** Strings and templates; `${…}` reads as a blank. */
  texts: Place[];
  /** `Date.now`, `fetch()`, `new Date`: what is called, made or read as a member, as far as it starts with a name. */
  uses: Place[];
  /** `enum`, `any`, `export default`, `re-export`. */
  forms: Place[];
};

type Node = { type: string; start: number; end: number; [key: string]: unknown };

/** Reads one TypeScript file. Types count: `import type` and `import('…')` in a type are imports too. */
export function readFile(path: string, text: string): SourceFile {
  const { program, comments, errors } = parseSync(path, text, { sourceType: 'module' });
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const lineAt = lineFinder(text);
  const commented = commentLines(text, comments, lineAt);
  const blank = text.split('\n').filter((line) => line.trim() === '').length - 1;
  const lines = text.split('\n').length - 1;
  const file: SourceFile = {
    ...{ path, lines, commentLines: commented, codeLines: lines - blank - commented },
    ...{ imports: [], functions: [], texts: [], uses: [], forms: [] },
  };
  visit(program as unknown as Node, null, (node, parent) => note(file, node, parent, lineAt)); // ESTree, read loosely
  return file;
}

function visit(node: Node, parent: Node | null, see: (node: Node, parent: Node | null) => void): void {
  see(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, node, see);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'; // asked in this line
}

type LineAt = (offset: number) => number;

function note(file: SourceFile, node: Node, parent: Node | null, lineAt: LineAt): void {
  const line = lineAt(node.start);
  const to = importedBy(node);
  if (to !== null) file.imports.push({ to, line });
  const text = textOf(node);
  if (text !== null) file.texts.push({ what: text, line });
  const use = useOf(node);
  if (use !== null) file.uses.push({ what: use, line });
  const form = formOf(node);
  if (form !== null) file.forms.push({ what: form, line });
  const lines = lineAt(node.end) - line + 1;
  if (isFunction(node)) file.functions.push({ name: nameOf(node, parent), line, lines });
}

function importedBy(node: Node): string | null {
  const imports = ['ImportDeclaration', 'ExportAllDeclaration', 'ExportNamedDeclaration', 'ImportExpression'];
  if (node.type === 'TSImportType') return literal(node.source ?? node.argument);
  return imports.includes(node.type) ? literal(node.source) : null;
}

function literal(node: unknown): string | null {
  return isNode(node) && typeof node.value === 'string' ? node.value : null;
}

function textOf(node: Node): string | null {
  if (node.type === 'Literal') return literal(node);
  if (node.type !== 'TemplateLiteral') return null;
  const parts = node.quasis as { value: { raw: string } }[]; // ESTree
  return parts.map((part) => part.value.raw).join(' ');
}

function useOf(node: Node): string | null {
  if (node.type === 'NewExpression') return `new ${path(node.callee)}(${argumentsOf(node)})`;
  if (node.type === 'CallExpression') return `${path(node.callee)}(${argumentsOf(node)})`;
  return node.type === 'MemberExpression' ? path(node) : null;
}

/** One literal argument is kept: Kysely names the table there. */
function argumentsOf(node: Node): string {
  const given = node.arguments as Node[]; // ESTree
  return given.length === 1 ? (literal(given[0]) ?? '…') : given.length > 0 ? '…' : '';
}

function path(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'Identifier') return node.name as string; // ESTree
  if (node.type !== 'MemberExpression' || node.computed) return '';
  return `${path(node.object)}.${path(node.property)}`;
}

function formOf(node: Node): string | null {
  if (node.type === 'TSEnumDeclaration') return 'enum';
  if (node.type === 'TSAnyKeyword') return 'any';
  if (node.type === 'ExportDefaultDeclaration') return 'export default';
  const again = node.type === 'ExportAllDeclaration' || node.type === 'ExportNamedDeclaration';
  return again && isNode(node.source) ? 're-export' : null;
}

const functionTypes = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/** An arrow with a bare expression is an expression, not a function to read on its own. */
function isFunction(node: Node): boolean {
  return (
    functionTypes.includes(node.type) &&
    isNode(node.body) &&
    node.body.type !== 'JSXElement' &&
    !node.expression
  );
}

function nameOf(node: Node, parent: Node | null): string {
  for (const named of [node.id, parent?.id, parent?.key]) {
    if (isNode(named) && typeof named.name === 'string') return named.name;
  }
  return 'a function';
}

function lineFinder(text: string): LineAt {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

/** Lines whose first and last characters lie in a comment; one behind code belongs to the code. */
function commentLines(
  text: string,
  comments: readonly { start: number; end: number }[],
  lineAt: LineAt,
): number {
  const lines = new Set<number>();
  for (const { start, end } of comments) {
    const ownLine = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
    if (!ownLine) continue;
    for (let line = lineAt(start); line <= lineAt(end - 1); line++) lines.add(line);
  }
  return lines.size;
}
