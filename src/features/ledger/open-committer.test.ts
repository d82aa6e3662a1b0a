import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commit } from '../../core/ledger/commitment.ts';
import { sha256 } from '../../platform/sha256.ts';
import { openCommitter } from './open-committer.ts';

test('the known answer of the specification', () => {
  const committed = openCommitter('input')(
    Buffer.alloc(32, 0xaa),
    Buffer.from('{"amount":120,"currency":"EUR"}'),
  );
  assert.equal(committed, '/OenoPxc4lsD/K2RVgHXrckdrXym3Eu8LLagzZPKs6c=');
});

test('says the same as the core, whatever was committed to before', () => {
  const committers = { input: openCommitter('input'), output: openCommitter('output') };
  const content = fc.record({
    label: fc.constantFrom('input' as const, 'output' as const),
    salt: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    size: fc.constantFrom(0, 1, 300, 16_383, 16_384, 20_000, 1_100_000),
    fill: fc.nat(255),
  });
  fc.assert(
    fc.property(fc.array(content, { maxLength: 6 }), (contents) => {
      for (const { label, salt, size, fill } of contents) {
        const payload = new Uint8Array(size).fill(fill);
        const expected = commit({ label, salt, payload }, sha256);
        assert.ok(expected.ok);
        assert.equal(committers[label](salt, payload), expected.commitment);
      }
    }),
    { numRuns: 50 },
  );
});
