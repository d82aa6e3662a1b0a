import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from './read-document.ts';

const hold = { kind: 'hold', dueSeconds: 60, timeout: { action: 'keep-holding' } };
const rule = { name: 'A', when: 'true', route: hold };
const document = { rules: [rule], otherwise: { kind: 'release' }, audit: { rate: 0.1 } };

function because(value: unknown): string {
  const reading = readDocument(JSON.stringify(value));
  return reading.ok ? '' : reading.because;
}

test('a policy is read back as it was written', () => {
  assert.deepEqual(readDocument(JSON.stringify(document)), { ok: true, document });
  const full = {
    ...document,
    rules: [
      { ...rule, route: { ...hold, tier: 2, timeout: { action: 'reject', afterSeconds: 90 } } },
      { ...rule, route: { kind: 'release-and-review', dueSeconds: 5 } },
    ],
    audit: { rate: 0, dueSeconds: 7, strata: [{ name: 's', when: 'true', rate: 1 }] },
  };
  assert.deepEqual(readDocument(JSON.stringify(full)), { ok: true, document: full });
});

test('what the form could not show is refused with a sentence that says where', () => {
  assert.match(readDocument('{').ok ? '' : because({}), /rules/);
  assert.match(because([]), /is an object/);
  assert.match(because({ ...document, rules: [rule, { name: 'B' }] }), /^Rule 2: it needs/);
  assert.match(because({ ...document, rules: [{ ...rule, route: { kind: 'fly' } }] }), /^Rule 1: .*"kind"/);
  assert.match(because({ ...document, rules: [{ ...rule, route: 1 }] }), /must be an object/);
  assert.match(because({ ...document, otherwise: { kind: 'hold' } }), /^"otherwise": .*dueSeconds/);
  assert.match(because({ ...document, otherwise: { kind: 'hold', dueSeconds: 1 } }), /"timeout"/);
  const odd = { kind: 'hold', dueSeconds: 1, timeout: { action: 'shrug' } };
  assert.match(because({ ...document, otherwise: odd }), /"action"/);
  const late = { kind: 'hold', dueSeconds: 1, timeout: { action: 'reject' } };
  assert.match(because({ ...document, otherwise: late }), /afterSeconds/);
  assert.match(because({ ...document, audit: {} }), /"rate"/);
  assert.match(because({ ...document, audit: { rate: 0, strata: [1] } }), /"strata"/);
});
