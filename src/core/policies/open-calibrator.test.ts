import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyMap, type CalibrationMap } from '../calibration/maps/calibration-map.ts';
import { openCalibrator } from './open-calibrator.ts';

const cooled: CalibrationMap = { method: 'temperature', temperature: 2 };
const warmed: CalibrationMap = { method: 'temperature', temperature: 0.5 };
const maps = new Map([
  [1, cooled],
  [2, warmed],
]);
const decision = { confidence: 0.9, label: 'fraud', metadata: { channel: 'app' } };

test('one map gives every decision its calibrated confidence', () => {
  assert.equal(openCalibrator(1, maps)(decision), applyMap(cooled, 0.9));
});

test('slices go by maps of their own', () => {
  const calibrate = openCalibrator({ map: 1, bySlice: { by: 'metadata.channel', values: { app: 2 } } }, maps);
  assert.equal(calibrate(decision), applyMap(warmed, 0.9));
  assert.equal(calibrate({ ...decision, metadata: { channel: 'web' } }), applyMap(cooled, 0.9));
  assert.equal(calibrate({ ...decision, metadata: {} }), applyMap(cooled, 0.9));
  const alone = openCalibrator({ bySlice: { by: 'label', values: { fraud: 2 } } }, maps);
  assert.equal(alone(decision), applyMap(warmed, 0.9));
  assert.equal(alone({ ...decision, label: 'refund' }), null);
});

test('a map that is not there gives nothing, and none stands in for it', () => {
  assert.equal(openCalibrator(9, maps)(decision), null);
  const calibrate = openCalibrator({ map: 1, bySlice: { by: 'metadata.channel', values: { app: 9 } } }, maps);
  assert.equal(calibrate(decision), null);
});
