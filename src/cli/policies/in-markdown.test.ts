import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from './in-markdown.ts';

test('names from a document cannot become markup, links, tables or mentions', () => {
  assert.equal(plain('Rule "Large" now releases it.'), 'Rule "Large" now releases it.');
  assert.equal(plain('a | b'), String.raw`a \| b`);
  assert.equal(plain('[x](javascript:1)'), String.raw`\[x\]\(javascript:1\)`);
  assert.equal(plain('<img src=x>'), String.raw`\<img src=x\>`);
  assert.equal(plain('metadata.a > 1 && `b`'), String.raw`metadata.a \> 1 \&\& \`b\``);
  assert.equal(plain('@everyone'), '@<!-- -->everyone');
  assert.equal(plain('two\nlines\u202e'), 'two lines ');
});
