import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMarkdown, parseSpans } from './parse-markdown.ts';

test('headings, lists and paragraphs become blocks', () => {
  const blocks = parseMarkdown(
    '# Intents\n\nPick **one**.\n- card lost\n- card stolen\n\n1. first\n2. second',
  );
  assert.deepEqual(
    blocks.map((block) => block.kind),
    ['heading', 'paragraph', 'list', 'list'],
  );
  assert.deepEqual(blocks[1], {
    kind: 'paragraph',
    spans: [
      { kind: 'text', text: 'Pick ' },
      { kind: 'strong', text: 'one' },
      { kind: 'text', text: '.' },
    ],
  });
});

test('HTML stays the text it is', () => {
  const hostile = '<img src=x onerror=alert(1)>';
  assert.deepEqual(parseMarkdown(hostile), [{ kind: 'paragraph', spans: [{ kind: 'text', text: hostile }] }]);
});

test('a link leads to the web or this console, never to script or another origin in disguise', () => {
  assert.equal(parseSpans('[ok](https://example.org)')[0]?.kind, 'link');
  assert.equal(parseSpans('[ok](/ledger)')[0]?.kind, 'link');
  for (const href of ['javascript:alert(1)', 'data:text/html,x', '//elsewhere.example', '/\\elsewhere']) {
    assert.equal(parseSpans(`[no](${href})`)[0]?.kind, 'text', href);
  }
});

test('an unclosed code block reaches to the end', () => {
  assert.deepEqual(parseMarkdown('```\na\n# b'), [{ kind: 'code', text: 'a\n# b' }]);
});

test('underscores inside a word mark nothing', () => {
  assert.deepEqual(parseSpans('card_lost_stolen'), [{ kind: 'text', text: 'card_lost_stolen' }]);
});
