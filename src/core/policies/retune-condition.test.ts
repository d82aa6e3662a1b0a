import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Compared, retuneCondition } from './retune-condition.ts';

/** Halves numbers and notes what it was asked about. */
function halved(text: string, score = 'confidence') {
  const asked: Compared[] = [];
  const retuned = retuneCondition(text, score, (compared) => {
    asked.push(compared);
    return { score: 'calibrated', value: compared.kind === 'number' ? compared.value / 2 : null };
  });
  return { ...retuned, asked };
}

test('a comparison with a number or a threshold is rewritten, from either side', () => {
  for (const [before, after] of [
    ['confidence >= 0.9', 'calibrated >= 0.45'],
    ['0.9 <= confidence', '0.45 <= calibrated'],
    ['confidence>=thresholds.auto', 'calibrated>=thresholds.auto'],
    ['thresholds.auto < confidence', 'thresholds.auto < calibrated'],
    [
      'label == "a" && (confidence > 1 || model == "m")',
      'label == "a" && (calibrated > 0.5 || model == "m")',
    ],
    ['confidence >= 0.8 && confidence < 0.9', 'calibrated >= 0.4 && calibrated < 0.45'],
    ['model == "m" ? confidence >= 0.8 : true', 'model == "m" ? calibrated >= 0.4 : true'],
    ['!(confidence >= 2)', '!(calibrated >= 1.0)'],
    ['confidence >= 1e-3', 'calibrated >= 0.0005'],
  ] as const)
    assert.deepEqual([halved(before).text, halved(before).untouched], [after, 0], before);
});

test('what else holds the word is left as it is', () => {
  for (const text of [
    'metadata.confidence >= 0.9',
    'label == "confidence >= 0.9"',
    "label == 'confidence >= 0.9'",
    'label == "\\"confidence >= 0.9"',
    'label == r"confidence\\"',
    'confidences >= 0.9',
    'calibrated >= 0.9',
  ])
    assert.deepEqual(halved(text), { text, untouched: 0, asked: [] }, text);
});

test('reckoning is left alone and counted', () => {
  for (const text of [
    'confidence * 2 >= 1.5',
    '1.0 - confidence < 0.1',
    'confidence >= thresholds.auto + 0.05',
    'confidence >= metadata.limit',
    'confidence == 0.9',
    '0.1 + confidence >= 0.9',
    '[confidence].size() == 1',
    'confidence >= -0.5',
  ]) {
    const { text: after, untouched } = halved(text);
    assert.deepEqual([after, untouched], [text, 1], text);
  }
});

test('it is told whether what lies exactly at the bar passes', () => {
  const looser = (text: string) => halved(text).asked.map((asked) => asked.looser);
  assert.deepEqual(looser('confidence >= 0.9 || confidence < 0.2'), [true, true]);
  assert.deepEqual(looser('confidence > 0.9 || confidence <= 0.2'), [false, false]);
  assert.deepEqual(looser('0.9 <= confidence || 0.2 > confidence'), [true, true]);
});

test('who answers null keeps the comparison', () => {
  const kept = retuneCondition('confidence >= 0.9', 'confidence', () => null);
  assert.deepEqual(kept, { text: 'confidence >= 0.9', untouched: 1 });
});
