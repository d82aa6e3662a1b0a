import assert from 'node:assert/strict';
import { hash as nodeHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { sha256 } from '../../testing/native-crypto.ts';
import { textBytes } from './bytes.ts';
import { commit, isCommitmentLabel } from './commitment.ts';
import { isCommitment } from './entry-fields.ts';

const salt = new Uint8Array(32).fill(0xaa);
const payload = textBytes('{"amount":120,"currency":"EUR"}');

test('the published commitment (S1)', () => {
  assert.deepEqual(commit({ label: 'input', salt, payload }, sha256), {
    ok: true,
    commitment: '/OenoPxc4lsD/K2RVgHXrckdrXym3Eu8LLagzZPKs6c=',
  });
});

test('salts of 31 and 33 bytes are refused (S4)', () => {
  for (const length of [0, 31, 33, 64]) {
    assert.deepEqual(commit({ label: 'input', salt: new Uint8Array(length), payload }, sha256), {
      ok: false,
      because: `a salt has 32 bytes, not ${length}`,
    });
  }
});

test('any commitment is the hash of the layout in the specification', () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  const label = fc.constantFrom('input', 'output', 'rationale', 'attachment:12');
  fc.assert(
    fc.property(label, fc.uint8Array({ minLength: 32, maxLength: 32 }), bytes, (name, anySalt, content) => {
      const message = Buffer.concat([Buffer.from(`hitl/commit/v1\0${name}\0`), anySalt, content]);
      const answer = commit({ label: name, salt: anySalt, payload: content }, sha256);
      assert.deepEqual(answer, { ok: true, commitment: nodeHash('sha256', message, 'base64') });
      assert.equal(answer.ok && isCommitment(answer.commitment), true);
    }),
  );
});

test('label, salt and payload all count', () => {
  const of = (opening: Parameters<typeof commit>[0]) => {
    const answer = commit(opening, sha256);
    assert.ok(answer.ok);
    return answer.commitment;
  };
  const all = [
    of({ label: 'input', salt, payload }),
    of({ label: 'output', salt, payload }),
    of({ label: 'input', salt: new Uint8Array(32), payload }),
    of({ label: 'input', salt, payload: textBytes('') }),
  ];
  assert.equal(new Set(all).size, 4);
});

test('the border between label, salt and payload cannot be moved', () => {
  const shifted = commit({ label: 'input', salt, payload: textBytes('b') }, sha256);
  const other = commit({ label: 'inputb', salt, payload: new Uint8Array(0) }, sha256);
  assert.notDeepEqual(shifted, other);
});

test('an empty payload and a large one have commitments', () => {
  assert.equal(commit({ label: 'input', salt, payload: new Uint8Array(0) }, sha256).ok, true);
  assert.equal(commit({ label: 'input', salt, payload: new Uint8Array(262_144) }, sha256).ok, true);
});

test('labels are short words', () => {
  for (const label of ['input', 'output', 'rationale', 'attachment:1', 'correctedOutput', 'a-b']) {
    assert.equal(isCommitmentLabel(label), true, label);
  }
  for (const label of ['', 'Input', '1a', 'in put', 'in\0put', 'é', 'a"b', 'x'.repeat(41), 'in\n']) {
    assert.equal(isCommitmentLabel(label), false, JSON.stringify(label));
    assert.equal(commit({ label, salt, payload }, sha256).ok, false);
  }
});
