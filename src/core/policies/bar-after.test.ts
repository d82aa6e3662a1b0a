import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyMap, type CalibrationMap } from '../calibration/maps/calibration-map.ts';
import { barAfter } from './bar-after.ts';

const cooled: CalibrationMap = { method: 'temperature', temperature: 2 };

test('the bar moves to where the same confidences pass, from the raw confidence or from another map', () => {
  assert.equal(barAfter(0.9, true, { map: cooled, before: null }), 0.75);
  assert.equal(barAfter(0.75, true, { map: { method: 'identity' }, before: cooled }), 0.9);
});

test('where the map is flat the bar lies above the flat piece', () => {
  const flat: CalibrationMap = {
    method: 'isotonic',
    confidence: [0, 0.6, 0.9, 1],
    probability: [0.2, 0.7, 0.7, 0.95],
  };
  const bar = barAfter(0.8, true, { map: flat, before: null });
  assert.ok(applyMap(flat, 0.89) < bar && applyMap(flat, 0.91) >= bar, `${bar}`);
});

test('a bar that nothing reached stays out of reach', () => {
  assert.equal(barAfter(2, true, { map: cooled, before: null }), 2);
});
