import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Candidate, fallbackFor, nothingPasses } from './fallback-value.ts';

const released = 'released' as const;
const ended = { value: 0.8, bySlice: null, promise: released, targetError: 0.01, confidenceLevel: 0.95 };

function candidate(certificateId: string, change: Partial<Candidate> = {}): Candidate {
  return { ...ended, certificateId, value: 0.9, issuedAtMs: 1000, ...change };
}

test('without another certificate everything is held', () => {
  assert.deepEqual(fallbackFor(ended, []), { value: nothingPasses, certificateId: null });
});

test('the last one issued that is stricter takes the place', () => {
  const found = fallbackFor(ended, [
    candidate('old', { value: 0.95, issuedAtMs: 1 }),
    candidate('new', { value: 0.9, issuedAtMs: 2 }),
    candidate('looser', { value: 0.7, issuedAtMs: 3 }),
    candidate('same', { value: 0.8, issuedAtMs: 4 }),
  ]);
  assert.deepEqual(found, { value: 0.9, certificateId: 'new' });
});

test('one that promises less is no fallback', () => {
  const weaker = [candidate('a', { targetError: 0.02 }), candidate('b', { confidenceLevel: 0.9 })];
  assert.equal(fallbackFor(ended, weaker).certificateId, null);
  assert.equal(
    fallbackFor(ended, [candidate('c', { targetError: 0.005, confidenceLevel: 0.99 })]).value,
    0.9,
  );
});

test('a weaker kind of promise is no fallback, and the one about the released stands in for that about all', () => {
  const taken = (given: Partial<Candidate>, change: Partial<Candidate>) =>
    fallbackFor({ ...ended, ...given }, [candidate('a', change)]).certificateId;
  const expected = { promise: 'all-in-expectation', confidenceLevel: null } as const;
  assert.equal(taken({}, { promise: 'all' }), null);
  assert.equal(taken({}, { ...expected, targetError: 0.001 }), null);
  assert.equal(taken({ promise: 'all' }, expected), null);
  assert.equal(taken({ promise: 'all' }, {}), 'a');
  assert.equal(
    taken(expected, { confidenceLevel: 0.99 }),
    null,
    'nothing is said of one window in a hundred',
  );
  assert.equal(taken(expected, expected), 'a');
});

test('it is stricter for every class, and one value stands for all of them', () => {
  const sliced = { ...ended, bySlice: { by: 'label', values: { fraud: 0.92 } } };
  assert.equal(fallbackFor(sliced, [candidate('a')]).value, nothingPasses);
  assert.deepEqual(
    fallbackFor(sliced, [candidate('b', { value: 0.93, bySlice: { by: 'label', values: { fraud: 0.99 } } })]),
    {
      value: 0.99,
      certificateId: 'b',
    },
  );
});

const share = fc.double({ min: 0, max: 1, noNaN: true });

test('a fallback is never looser than what it stands in for', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(share, share)), share, share, (pairs, value, fraud) => {
      const given = { ...ended, value, bySlice: { by: 'label', values: { fraud } } };
      const standing = pairs.map(([one, other], place) =>
        candidate(`c${place}`, {
          value: one,
          bySlice: { by: 'label', values: { fraud: other } },
          issuedAtMs: place,
        }),
      );
      assert.ok(fallbackFor(given, standing).value > Math.max(value, fraud));
    }),
  );
});
