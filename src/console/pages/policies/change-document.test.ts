import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import {
  addRule,
  addStratum,
  asKind,
  changeRule,
  copyRule,
  moveRule,
  removeRule,
  removeStratum,
} from './change-document.ts';

const document: PolicyDocument = {
  rules: [
    { name: 'A', when: 'confidence > 0.9', route: { kind: 'release' } },
    { name: 'B', when: 'confidence > 0.5', route: { kind: 'release-and-review', dueSeconds: 60, tier: 2 } },
  ],
  otherwise: { kind: 'hold', dueSeconds: 600, timeout: { action: 'reject', afterSeconds: 900 } },
  audit: { rate: 0.05 },
};
const names = ({ rules }: PolicyDocument) => rules.map((rule) => rule.name);

test('a rule moves one place, and not beyond either end', () => {
  assert.deepEqual(names(moveRule(document, 0, 1)), ['B', 'A']);
  assert.deepEqual(names(moveRule(document, 0, -1)), ['A', 'B']);
  assert.deepEqual(names(moveRule(document, 1, 1)), ['A', 'B']);
});

test('new rules and copies get names of their own', () => {
  assert.deepEqual(names(addRule(addRule(document))), ['A', 'B', 'New rule', 'New rule 2']);
  assert.deepEqual(names(copyRule(document, 0)), ['A', 'A 2', 'B']);
});

test('a rule is changed and removed without touching the others or the document given', () => {
  assert.deepEqual(names(changeRule(document, 1, { name: 'C' })), ['A', 'C']);
  assert.deepEqual(names(removeRule(document, 0)), ['B']);
  assert.deepEqual(names(document), ['A', 'B']);
});

test('another kind of route keeps the times and the tier it can keep', () => {
  assert.deepEqual(asKind(document.otherwise, 'release'), { kind: 'release' });
  assert.deepEqual(asKind(document.otherwise, 'release-and-review'), {
    kind: 'release-and-review',
    dueSeconds: 600,
  });
  assert.deepEqual(asKind({ kind: 'release-and-review', dueSeconds: 60, tier: 2 }, 'hold'), {
    kind: 'hold',
    dueSeconds: 60,
    tier: 2,
    timeout: { action: 'keep-holding' },
  });
  assert.deepEqual(asKind(document.otherwise, 'hold'), document.otherwise);
});

test('without its last part the audit has no list of parts at all', () => {
  assert.deepEqual(removeStratum(addStratum(document), 0).audit, { rate: 0.05 });
});
