import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gradeClassifications } from './grade-classifications.ts';

function graded(label: string, confidence: number, truth: string) {
  return { classification: { label, confidence, probabilities: [] }, truth };
}

test('accuracy, calibration error and the confident part are counted by hand', () => {
  const grades = gradeClassifications(
    [graded('a', 0.9, 'a'), graded('a', 0.9, 'b'), graded('a', 0.5, 'a'), graded('b', 0.5, 'a')],
    0.85,
  );
  assert.equal(grades.accuracy, 0.5);
  assert.equal(grades.confidentShare, 0.5);
  assert.equal(grades.confidentErrorRate, 0.5);
  // The bin at 0.9 claims 1.8 right answers and has 1; the bin at 0.5 claims 1 and has 1.
  assert.ok(Math.abs(grades.calibrationError - 0.8 / 4) < 1e-9);
});
