import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textBytes } from '../../../core/ledger/bytes.ts';
import { encodeEntry } from '../../../core/ledger/entry.ts';
import { ENTRY_KINDS } from '../../../core/ledger/kinds.ts';
import { peekKind } from './peek-kind.ts';

test('the kind of every entry is found where it stands', () => {
  for (const kind of ENTRY_KINDS) {
    const entry = encodeEntry(
      { kind, actor: { kind: 'system', pseudonym: 'test' }, about: {}, facts: { t: 'task.opened' } },
      { commitId: '01900000-0000-7000-8000-000000000000', index: 4095, at: '2026-01-31T23:59:59.999Z' },
    );
    assert.ok(entry.ok);
    assert.equal(peekKind(entry.bytes), kind);
  }
});

test('what is no entry has no kind that anybody waits for', () => {
  const longest = Math.max(...ENTRY_KINDS.map((kind) => kind.length));
  assert.ok(longest <= 40);
  for (const text of ['', '{}', 'x'.repeat(40), 'x'.repeat(500), '"'.repeat(100)]) {
    assert.ok(!(ENTRY_KINDS as readonly string[]).includes(peekKind(textBytes(text))), text);
  }
});
