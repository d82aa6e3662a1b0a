import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFile } from './read-file.ts';

function read(text: string) {
  return readFile('src/x.ts', text);
}

test('every way to import counts: of types, in types, at run time, and again as an export', () => {
  const { imports } = read(`import type { A } from './a.ts';
import { type B } from './b.ts';
type C = import('./c.ts').C;
const d = () => import('./d.ts');
export { e } from './e.ts';
export type * from './f.ts';
`);
  assert.deepEqual(
    imports.map(({ to, line }) => `${line} ${to}`),
    ['1 ./a.ts', '2 ./b.ts', '3 ./c.ts', '4 ./d.ts', '5 ./e.ts', '6 ./f.ts'],
  );
});

test('lines are counted as code, comment or blank', () => {
  const file = read(`// A reason.

/**
 * Two more lines and the two that hold them.
 */
const one = 1; // behind code

const two = 2;
`);
  assert.deepEqual([file.lines, file.codeLines, file.commentLines], [8, 2, 4]);
});

test('functions know their name and length; an arrow with a bare expression is none', () => {
  const { functions } = read(`function first() {
  return 1;
}
const second = () => {
  return 2;
};
const third = { method() {}, arrow: () => 4 };
`);
  assert.deepEqual(
    functions.map(({ name, lines }) => `${name} ${lines}`),
    ['first 3', 'second 3', 'method 1'],
  );
});

test('forms that the house does not use are found where they stand', () => {
  const { forms } = read(`export default 1;
enum Colour { red }
let x: any;
`);
  assert.deepEqual(
    forms.map(({ what, line }) => `${line} ${what}`),
    ['1 export default', '2 enum', '3 any'],
  );
});

test('a file that cannot be parsed is named', () => {
  assert.throws(() => read('const = 1;'), /src\/x\.ts cannot be parsed/);
});
