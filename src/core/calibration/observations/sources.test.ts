import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsFrom } from '../../../testing/observations.ts';
import { binOf } from './micro-units.ts';
import { countSources } from './sources.ts';

const columns = { ...columnsFrom([0.1, 0.4, 0.6, 1], [0, 1, 1, 1]), audited: Uint8Array.of(0, 0, 1, 1) };

test('labels are counted by what brought them to people, bin by bin', () => {
  assert.deepEqual(
    countSources(columns, 2, (unit) => binOf(unit, 2)),
    [
      { audited: 0, routed: 2 },
      { audited: 2, routed: 0 },
    ],
  );
});

test('labels outside of the groups are not counted', () => {
  assert.deepEqual(
    countSources(columns, 1, (unit) => (unit < 500_000 ? 0 : -1)),
    [{ audited: 0, routed: 2 }],
  );
});

test('where the source is not known there is no count', () => {
  assert.equal(
    countSources(columnsFrom([0.5], [1]), 1, () => 0),
    null,
  );
});
