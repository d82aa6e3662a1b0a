import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyMap, type CalibrationMap } from '../calibration/maps/calibration-map.ts';
import { adoptMap, type NewMap } from './adopt-map.ts';
import type { PolicyDocument } from './document.ts';

const flat: CalibrationMap = {
  method: 'isotonic',
  confidence: [0, 0.6, 0.9, 1],
  probability: [0.2, 0.7, 0.7, 0.95],
};
const cooled: CalibrationMap = { method: 'temperature', temperature: 2 };
const hold = { kind: 'hold', dueSeconds: 60, timeout: { action: 'keep-holding' } } as const;

const document: PolicyDocument = {
  rules: [
    { name: 'Sure', when: 'confidence >= thresholds.auto', route: { kind: 'release' } },
    {
      name: 'Fair',
      when: 'confidence >= 0.7 && label != "fraud"',
      route: { kind: 'release-and-review', dueSeconds: 60 },
    },
    { name: 'Odd', when: 'confidence * 2 > 1.9', route: { kind: 'release' } },
  ],
  otherwise: hold,
  thresholds: [
    { name: 'auto', value: 0.9, bySlice: { by: 'label', values: { fraud: 0.99 } }, certificateId: 'c-1' },
    { name: 'impact', value: 3 },
  ],
  audit: { rate: 0.05, strata: [{ name: 'edge', when: 'confidence < 0.75', rate: 0.2 }] },
  overload: {
    limits: [{ tier: 1, backlog: 10 }],
    steps: [{ action: 'set-threshold', threshold: 'auto', value: 0.8 }, { action: 'hold-reviews' }],
    everySeconds: 60,
  },
};
const adopted: NewMap = { model: 'm-1', number: 4, slice: null, map: cooled, before: null };

test('comparisons of the raw confidence become ones of the calibrated, at the same place of the ranking', () => {
  const { document: after } = adoptMap(document, adopted);
  assert.deepEqual(
    after.rules.map(({ when }) => when),
    [
      'calibrated >= thresholds.auto',
      'calibrated >= 0.604356076 && label != "fraud"',
      'confidence * 2 > 1.9',
    ],
  );
  assert.deepEqual(after.thresholds?.[0], {
    name: 'auto',
    value: 0.75,
    bySlice: { by: 'label', values: { fraud: 0.908674751 } },
  });
  assert.deepEqual(after.calibration, { 'm-1': 4 });
  assert.equal(after.audit.strata?.[0]?.when, 'calibrated < 0.633974596');
  assert.deepEqual(after.overload?.steps[0], {
    action: 'set-threshold',
    threshold: 'auto',
    value: 0.666666666,
  });
});

test('what changed is told, and what could not be changed too', () => {
  const { retuned } = adoptMap(document, adopted);
  const told = retuned.map(({ at, threshold, how }) => [at, threshold, how]);
  assert.deepEqual(told, [
    ['/rules/1/when', null, 'same-coverage'],
    ['/rules/2/when', null, 'kept'],
    ['/audit/strata/0/when', null, 'same-coverage'],
    ['/thresholds/0', 'auto', 'same-coverage'],
    ['/thresholds/1', 'impact', 'kept'],
  ]);
  assert.match(retuned[3]?.sentence ?? '', /auto moves from 0\.9 to 0\.75/);
  assert.match(retuned[1]?.sentence ?? '', /look at it yourself/);
});

test('nothing else of the document changes, and the document itself never', () => {
  const frozen = JSON.stringify(document);
  const { document: after } = adoptMap(document, adopted);
  assert.equal(JSON.stringify(document), frozen);
  assert.deepEqual([after.otherwise, after.thresholds?.[1]], [document.otherwise, document.thresholds?.[1]]);
  assert.deepEqual(
    after.rules.map(({ route }) => route),
    document.rules.map(({ route }) => route),
  );
});

test('a threshold that is said takes that value, with its certificate', () => {
  const said = new Map([
    ['auto', { value: 0.8, bySlice: { by: 'label', values: { fraud: 0.9 } }, certificateId: 'c-2' }],
    ['impact', { value: 2 }],
  ]);
  const { document: after, retuned } = adoptMap(document, adopted, said);
  assert.deepEqual(after.thresholds, [
    { name: 'auto', value: 0.8, bySlice: { by: 'label', values: { fraud: 0.9 } }, certificateId: 'c-2' },
    { name: 'impact', value: 2 },
  ]);
  assert.deepEqual(
    retuned.slice(-2).map(({ how }) => how),
    ['certificate', 'given'],
  );
});

test('with a map already, comparisons of the calibrated confidence move from the old one to the new', () => {
  const calibrated: PolicyDocument = {
    ...document,
    rules: [
      {
        name: 'Sure',
        when: 'calibrated >= thresholds.auto && confidence >= 0.5',
        route: { kind: 'release' },
      },
    ],
    thresholds: [{ name: 'auto', value: 0.75 }],
    calibration: { 'm-1': 1, 'm-0': 2 },
  };
  const { document: after } = adoptMap(calibrated, {
    ...adopted,
    before: cooled,
    map: { method: 'identity' },
  });
  assert.equal(after.rules[0]?.when, 'calibrated >= thresholds.auto && confidence >= 0.5');
  assert.equal(after.thresholds?.[0]?.value, 0.9);
  assert.deepEqual(after.calibration, { 'm-1': 4, 'm-0': 2 });
});

test('where the map is flat below the bar, less is released and never more', () => {
  const { document: after } = adoptMap(document, { ...adopted, map: flat });
  const bar = after.thresholds?.[0]?.value ?? 0;
  assert.ok(bar > 0.7, `${bar}`);
  for (const confidence of [0.6, 0.7, 0.89]) assert.ok(applyMap(flat, confidence) < bar);
  assert.ok(applyMap(flat, 0.901) >= bar);
});

test('a bar that nothing reached stays out of reach', () => {
  const closed: PolicyDocument = { ...document, thresholds: [{ name: 'auto', value: 2 }] };
  assert.equal(adoptMap(closed, adopted).document.thresholds?.[0]?.value, 2);
});

const warmed: CalibrationMap = { method: 'temperature', temperature: 0.5 };
const app = { by: 'metadata.channel', value: 'app' };
const calibrated: PolicyDocument = {
  ...document,
  rules: [
    { name: 'Sure', when: 'calibrated >= thresholds.auto', route: { kind: 'release' } },
    { name: 'Fair', when: 'calibrated >= 0.7', route: { kind: 'release-and-review', dueSeconds: 60 } },
  ],
  thresholds: [
    { name: 'auto', value: 0.75, certificateId: 'c-1' },
    { name: 'impact', value: 3 },
  ],
  calibration: { 'm-1': 1 },
};
const ofSlice: NewMap = { ...adopted, slice: app, map: warmed, before: cooled };

test('a map for a slice moves the values of that slice alone', () => {
  const { document: after, retuned } = adoptMap(calibrated, ofSlice);
  assert.deepEqual(after.calibration, {
    'm-1': { map: 1, bySlice: { by: 'metadata.channel', values: { app: 4 } } },
  });
  const [auto, impact] = after.thresholds ?? [];
  assert.deepEqual(
    [auto?.name, auto?.value, auto?.certificateId, impact],
    ['auto', 0.75, undefined, { name: 'impact', value: 3 }],
  );
  const bar = auto?.bySlice?.values.app ?? 0;
  for (const confidence of [0.8, 0.899, 0.9, 0.95])
    assert.equal(applyMap(warmed, confidence) >= bar, applyMap(cooled, confidence) >= 0.75, `${confidence}`);
  assert.deepEqual([after.rules, after.overload], [calibrated.rules, calibrated.overload]);
  assert.deepEqual(
    retuned.map(({ at, how }) => [at, how]),
    [
      ['/rules/1/when', 'kept'],
      ['/thresholds/0', 'same-coverage'],
      ['/thresholds/1', 'kept'],
    ],
  );
  assert.match(retuned[0]?.sentence ?? '', /the same for all slices, and cannot be moved along for some/);
  assert.match(retuned[1]?.sentence ?? '', /^auto moves from 0\.75 to .* for channel "app", which releases/);
});

test('a threshold parted by something else than the maps is kept, and says so', () => {
  const byClass = { name: 'auto', value: 0.75, bySlice: { by: 'label', values: { fraud: 0.9 } } };
  const { document: after, retuned } = adoptMap({ ...calibrated, thresholds: [byClass] }, ofSlice);
  assert.deepEqual(after.thresholds, [byClass]);
  assert.deepEqual(
    [retuned.at(-1)?.how, retuned.at(-1)?.sentence],
    ['kept', 'auto stays 0.75: it is parted by class, and the maps by channel; look at it yourself.'],
  );
});

test('where nobody has a map yet, a slice’s map changes no condition: the others have no calibrated confidence', () => {
  const { document: after, retuned } = adoptMap(document, { ...ofSlice, before: null });
  assert.deepEqual(
    [after.rules, after.audit, after.thresholds],
    [document.rules, document.audit, document.thresholds],
  );
  assert.deepEqual(after.calibration, { 'm-1': { bySlice: { by: 'metadata.channel', values: { app: 4 } } } });
  assert.ok(retuned.every(({ how }) => how === 'kept'));
  assert.match(
    retuned.at(-2)?.sentence ?? '',
    /auto stays 0\.9: conditions go on comparing the raw confidence/,
  );
});

test('a value said for a slice’s map is that slice’s', () => {
  const { document: after, retuned } = adoptMap(calibrated, ofSlice, new Map([['auto', { value: 0.6 }]]));
  assert.deepEqual(after.thresholds?.[0], {
    name: 'auto',
    value: 0.75,
    bySlice: { by: 'metadata.channel', values: { app: 0.6 } },
  });
  assert.deepEqual(
    retuned.find(({ threshold }) => threshold === 'auto'),
    {
      at: '/thresholds/0',
      threshold: 'auto',
      before: 0.75,
      after: 0.6,
      how: 'given',
      sentence: 'auto is 0.6 now for channel "app", as given.',
    },
  );
});

test('a map for all others leaves slices with maps of their own where they are', () => {
  const bySlice = { by: 'metadata.channel', values: { app: 2 } };
  const partly: PolicyDocument = { ...calibrated, calibration: { 'm-1': { map: 1, bySlice } } };
  const { document: after, retuned } = adoptMap(partly, {
    ...adopted,
    before: cooled,
    map: { method: 'identity' },
  });
  assert.deepEqual(after.calibration, { 'm-1': { map: 4, bySlice } });
  assert.deepEqual(after.thresholds?.[0], {
    name: 'auto',
    value: 0.9,
    bySlice: { by: 'metadata.channel', values: { app: 0.75 } },
  });
  assert.match(retuned[1]?.sentence ?? '', /for all slices without a map of their own/);
});

const anyMap: fc.Arbitrary<CalibrationMap> = fc.oneof(
  fc.record({
    method: fc.constant('temperature' as const),
    temperature: fc.double({ min: 0.2, max: 5, noNaN: true }),
  }),
  fc.record({
    method: fc.constant('platt' as const),
    slope: fc.double({ min: 0.2, max: 3, noNaN: true }),
    intercept: fc.double({ min: -3, max: 3, noNaN: true }),
  }),
);

test('whatever the curve, the same confidences pass as before', () => {
  fc.assert(
    fc.property(
      anyMap,
      fc.integer({ min: 1, max: 999 }),
      fc.integer({ min: 0, max: 1000 }),
      (map, bar, at) => {
        const one: PolicyDocument = { ...document, thresholds: [{ name: 'auto', value: bar / 1000 }] };
        const after = adoptMap(one, { ...adopted, map }).document.thresholds?.[0]?.value ?? 0;
        const confidence = at / 1000;
        assert.equal(applyMap(map, confidence) >= after, confidence >= bar / 1000);
      },
    ),
  );
});
