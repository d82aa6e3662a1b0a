import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  describeMaps,
  generalMap,
  type MapChoice,
  mapForSlice,
  mapNumberOf,
  namedMaps,
  partedBy,
  withMap,
} from './map-choice.ts';

const sliced: MapChoice = { map: 1, bySlice: { by: 'metadata.channel', values: { app: 2, constructor: 3 } } };
const alone: MapChoice = { bySlice: { by: 'label', values: { fraud: 2 } } };
const app = { by: 'metadata.channel', value: 'app' };

test('a number is the map of all decisions', () => {
  assert.deepEqual(namedMaps(4), [{ number: 4, slice: null }]);
  assert.deepEqual(
    [generalMap(4), partedBy(4), generalMap(undefined), partedBy(undefined)],
    [4, null, null, null],
  );
  assert.equal(mapNumberOf(4)({ label: 'fraud', metadata: {} }), 4);
  assert.deepEqual([describeMaps(4), mapForSlice(4, app)], ['map 4', 4]);
});

test('a decision goes by the map of its slice, else by the one for all others, else by none', () => {
  const of = mapNumberOf(sliced);
  const channels = ['app', 'web', 'constructor', undefined].map((channel) =>
    of({ label: 'app', metadata: channel === undefined ? {} : { channel } }),
  );
  assert.deepEqual(channels, [2, 1, 3, 1]);
  const byClass = mapNumberOf(alone);
  assert.deepEqual(
    ['fraud', 'refund', null].map((label) => byClass({ label, metadata: {} })),
    [2, null, null],
  );
});

test('the map of a slice is told for that slice alone', () => {
  assert.deepEqual(
    [app, { ...app, value: 'web' }, { by: 'label', value: 'app' }, null].map((slice) =>
      mapForSlice(sliced, slice),
    ),
    [2, 1, 1, 1],
  );
  assert.equal(mapForSlice(alone, null), null);
});

test('all maps of a choice are named, the one for all others first', () => {
  assert.deepEqual(namedMaps(sliced), [
    { number: 1, slice: null },
    { number: 2, slice: app },
    { number: 3, slice: { ...app, value: 'constructor' } },
  ]);
  assert.equal(describeMaps(sliced), 'map 1, map 2 for channel "app", map 3 for channel "constructor"');
  assert.equal(describeMaps(alone), 'map 2 for "fraud" alone');
});

test('a map joins those there are, for its slice or for all others', () => {
  const web = { ...app, value: 'web' };
  assert.deepEqual(withMap(undefined, { number: 5, slice: null }), 5);
  assert.deepEqual(withMap(4, { number: 5, slice: null }), 5);
  assert.deepEqual(withMap(sliced, { number: 5, slice: null }), { ...sliced, map: 5 });
  assert.deepEqual(withMap(4, { number: 5, slice: app }), {
    map: 4,
    bySlice: { by: 'metadata.channel', values: { app: 5 } },
  });
  assert.deepEqual(withMap(undefined, { number: 5, slice: web }), {
    bySlice: { by: 'metadata.channel', values: { web: 5 } },
  });
  assert.deepEqual(withMap(sliced, { number: 5, slice: app }), {
    map: 1,
    bySlice: { by: 'metadata.channel', values: { app: 5, constructor: 3 } },
  });
});
