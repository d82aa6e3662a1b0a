import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentOf } from './content-of.ts';

test('a string is text, and so is an object that holds nothing but text', () => {
  assert.deepEqual(contentOf('hello'), { kind: 'text', text: 'hello' });
  assert.deepEqual(contentOf({ text: 'hello' }), { kind: 'text', text: 'hello' });
  assert.equal(contentOf({ text: 'hello', language: 'en' }).kind, 'json');
});

test('a list of turns is a conversation, whatever form each content has', () => {
  const chat = contentOf([
    { role: 'user', content: 'Where is my card?' },
    { role: 'assistant', content: [{ type: 'text', text: 'On its way.' }] },
  ]);
  assert.deepEqual(chat, {
    kind: 'chat',
    turns: [
      { role: 'user', words: 'Where is my card?' },
      { role: 'assistant', words: 'On its way.' },
    ],
  });
});

test('an image shows when its bytes are at hand and is only linked when another origin holds it', () => {
  const shown = contentOf({ type: 'image', data: 'AAAA', mediaType: 'image/jpeg', alt: 'A receipt' });
  assert.deepEqual(shown, {
    kind: 'image',
    source: 'data:image/jpeg;base64,AAAA',
    address: '',
    about: 'A receipt',
  });
  const linked = contentOf({ type: 'image', url: 'https://images.example/1.png' });
  assert.equal(linked.kind === 'image' && linked.source, null);
  assert.equal(contentOf({ type: 'image', url: 'javascript:alert(1)' }).kind, 'json');
});

test('a list with an image in it is a list of parts', () => {
  assert.equal(contentOf(['Look:', { type: 'image', data: 'AAAA' }]).kind, 'parts');
  assert.equal(contentOf([1, 2]).kind, 'json');
});

test('long texts inside an object are shown as text, the rest stays JSON', () => {
  assert.deepEqual(contentOf({ page: 1, text: 'Invoice\n12 March' }), {
    kind: 'record',
    texts: [{ name: 'text', text: 'Invoice\n12 March' }],
    rest: { page: 1 },
  });
  assert.equal(contentOf({ page: 1, text: 'short' }).kind, 'json');
});
