import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawWindow, evenHistogram } from '../../testing/labelled-window.ts';
import { near } from '../../testing/near.ts';
import { clopperPearsonUpper } from '../stats/clopper-pearson.ts';
import {
  certifySlices,
  type Slice,
  type SliceAnswer,
  type SlicedLabel,
  type SlicesAnswer,
  type SlicesQuestion,
} from './certify-slices.ts';

const goal = { target: 0.01, delta: 0.05 };

function drawn(slice: string, labels: number, errorAt: (score: number) => number, seed = 1): SlicedLabel[] {
  return drawWindow({ labels, errorAt, seed, name: `${slice}${seed}` }).map((label) => ({ ...label, slice }));
}

function sliceOf(slice: string, share = 1): Slice {
  return { slice, histogram: { ...evenHistogram, counts: new Array<number>(1000).fill(100 * share) } };
}

const good = drawn('good', 3000, () => 0.0005);
const bad = drawn('bad', 300, () => 0.03);
const tiny = drawn('tiny', 30, () => 0);
const base: SlicesQuestion = {
  goal,
  statistic: 'exact',
  slices: [sliceOf('good'), sliceOf('bad', 0.1), sliceOf('tiny', 0.01)],
  labels: [...good, ...bad, ...tiny],
};

function answered(change: Partial<SlicesQuestion> = {}): SlicesAnswer {
  const answer = certifySlices({ ...base, ...change });
  if (!answer.ok) assert.fail(JSON.stringify(answer.problems));
  return answer;
}

function of(answer: SlicesAnswer, slice: string): SliceAnswer {
  const found = answer.slices.find((one) => one.slice === slice);
  assert.ok(found);
  return found;
}

test('each slice for itself: delta is split, and what fails is held', () => {
  const answer = answered({ forWhole: 0 });
  assert.equal(answer.whole, null);
  assert.deepEqual(
    answer.slices.map(({ slice, basis }) => [slice, basis]),
    [
      ['good', 'own'],
      ['bad', 'held'],
      ['tiny', 'held'],
    ],
  );
  const { own } = of(answer, 'good');
  near(own.ok ? own.deltaSpent : 0, goal.delta / 3, { relative: 1e-12 });
  near(answer.boundForAll, goal.target, { relative: 1e-12 });
});

test('a target kept by all together does not release the slice that breaks it', () => {
  const answer = answered();
  assert.ok(answer.whole?.ok, 'all together keep it');
  assert.equal(of(answer, 'bad').basis, 'held');
});

test('a slice with few labels inherits the threshold for all', () => {
  const calibrated = (score: number) => 0.1 * (1 - score) ** 2;
  const labels = [...drawn('good', 9000, calibrated), ...drawn('tiny', 40, () => 0)];
  const answer = answered({ labels, slices: [sliceOf('good'), sliceOf('tiny', 0.01)] });
  const inherited = of(answer, 'tiny');
  assert.equal(inherited.basis, 'inherited');
  assert.equal(inherited.threshold, answer.whole?.ok && answer.whole.threshold);
});

test('a slice whose few labels look bad takes a stricter threshold than all', () => {
  const suspicious = drawn('tiny', 300, (score) => (score < 0.5 ? 0.06 : 0));
  const answer = answered({
    labels: [...good, ...suspicious],
    slices: [sliceOf('good'), sliceOf('tiny', 0.01)],
  });
  const { basis, threshold, k } = of(answer, 'tiny');
  assert.ok(answer.whole?.ok);
  assert.equal(basis, 'inherited');
  assert.ok((threshold ?? 0) > answer.whole.threshold + 0.1);
  assert.ok(k <= 1);
});

test('where nothing is certified for all either, nothing is inherited', () => {
  const awful = [...drawn('good', 400, () => 0.2), ...tiny];
  const answer = answered({ labels: awful, slices: [sliceOf('good'), sliceOf('tiny')] });
  assert.deepEqual(
    answer.slices.map(({ basis, threshold, upper }) => [basis, threshold, upper]),
    [
      ['held', null, null],
      ['held', null, null],
    ],
  );
  assert.deepEqual([answer.coverage, answer.boundForAll], [0, null]);
});

test('each slice comes with its counts at its own threshold and the bound they give', () => {
  for (const { slice, threshold, n, k, upper, coverage } of answered().slices) {
    if (threshold === null) continue;
    const above = base.labels.filter((label) => label.slice === slice && label.score >= threshold);
    assert.deepEqual([n, k], [above.length, above.filter(({ wrong }) => wrong).length]);
    near(upper, clopperPearsonUpper(k, n) ?? 1, { absolute: 1e-15 });
    near(coverage, (1001 - Math.round(threshold * 1000)) / 1000, { absolute: 1e-9 });
  }
});

test('what is proven about all together gets weaker by what was tightened, and is never left out', () => {
  const answer = answered();
  assert.ok(answer.whole?.ok);
  const own = of(answer, 'good').coverage * 1;
  const inheriting = of(answer, 'tiny').coverage * 0.01;
  near(answer.coverage, (own + inheriting) / 1.11, { absolute: 1e-12 });
  const errors =
    (goal.target * own) / 1.11 + Math.min(inheriting / 1.11, goal.target * answer.whole.coverage);
  near(answer.boundForAll, errors / answer.coverage, { absolute: 1e-12 });
  assert.ok((answer.boundForAll ?? 0) >= goal.target && (answer.boundForAll ?? 1) < 0.03);
});

test('traffic and planned labels are shared out by population', () => {
  const { slices } = answered({ forWhole: 0, traffic: { decisionsPerDay: 1110, auditRate: 0.1 } });
  const [first, second] = slices;
  assert.ok(first?.own.ok && second && !second.own.ok);
  near(first.own.reviewLoad?.perDay, 1000 * (first.own.reviewLoad?.share ?? 0), { relative: 1e-9 });
});

test('bets on all slices keep the order in which labels came', () => {
  const mixed = base.labels.map((label) => ({
    ...label,
    probability: label.slice === 'good' ? 0.1 : 0.5,
  }));
  const interleaved = mixed.toSorted(
    (a, b) => a.score * 7919 - Math.floor(a.score * 7919) - (b.score * 7919 - Math.floor(b.score * 7919)),
  );
  const answer = answered({ statistic: 'betting', leastProbability: 0.1, labels: interleaved });
  assert.equal(of(answer, 'good').basis, 'own');
  assert.equal(of(answer, 'bad').basis, 'held');
});

test('a history helps each slice and all together', () => {
  const history = [...drawn('good', 3000, () => 0.001, 2), ...drawn('bad', 300, () => 0.04, 2)];
  const { slices, whole } = answered({ history });
  assert.ok(slices[0]?.own.plan.starts.some(({ kind }) => kind === 'history'));
  assert.ok(whole?.plan.starts.some(({ kind }) => kind === 'history'));
});

const twoSlices = { ...good[0], slice: 'bad' } as SlicedLabel; // there are 3000
const refused: readonly (readonly [string, Partial<SlicesQuestion>, RegExp])[] = [
  ['no slices', { slices: [] }, /There is no slice/],
  ['two slices of one name', { slices: [sliceOf('good'), sliceOf('good')] }, /two slices of the same name/],
  ['a label of no slice', { slices: [sliceOf('good')] }, /which is not among them/],
  ['a decision in two slices', { labels: [...good, twoSlices] }, /slices do not overlap/],
  ['all of delta for the whole', { forWhole: 1 }, /at least 0 and below 1, not 1/],
  ['a negative part of delta', { forWhole: -0.1 }, /at least 0 and below 1/],
  ['an impossible goal', { goal: { target: 0, delta: 0.05 } }, /between 0 and 1/],
  [
    'contradictory labels',
    { labels: [...good, { ...(good[0] as SlicedLabel), wrong: !good[0]?.wrong }] }, // as above
    /right and wrong/,
  ],
];

for (const [what, change, message] of refused) {
  test(`${what}: refused`, () => {
    const answer = certifySlices({ ...base, ...change });
    assert.ok(!answer.ok && answer.because === 'bad_input');
    assert.match(answer.problems[0]?.message ?? '', message);
  });
}

test('what is wrong with one slice is told with its name', () => {
  const empty = { slice: 'tiny', histogram: { scores: [], counts: [] } };
  const answer = certifySlices({ ...base, slices: [sliceOf('good'), sliceOf('bad'), empty] });
  assert.ok(!answer.ok);
  assert.deepEqual(
    answer.problems.map(({ at }) => at),
    ['/slices/tiny/histogram'],
  );
});

test('a slice that looks bad is not released where it merely has no labels', () => {
  const sparse = drawn('bad', 60, () => 0.1);
  const answer = answered({ labels: [...good, ...sparse], slices: [sliceOf('good'), sliceOf('bad', 0.1)] });
  assert.ok(answer.whole?.ok);
  assert.equal(of(answer, 'bad').basis, 'held');
});
