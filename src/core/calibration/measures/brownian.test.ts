import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../../../testing/near.ts';
import { openRandom } from '../../stats/random.ts';
import { rangeSf, supremumSf } from './brownian.ts';

test('A18: the distributions at 1 and 2 (also the expectations of the tests of MAPIE)', () => {
  near(1 - supremumSf(1), 0.370777, { absolute: 5e-7 });
  near(1 - supremumSf(2), 0.908999, { absolute: 5e-7 });
  near(1 - rangeSf(1), 0.063365, { absolute: 5e-7 });
  near(1 - rangeSf(2), 0.818506, { absolute: 5e-7 });
});

test('upper tails agree with two hundred terms of the other series, where that one still has digits', () => {
  const answers = [
    [0.3, 0.9999985819380112, 1],
    [0.5, 0.9908430097102392, 0.9999999122222775],
    [1.4, 0.3229732539441398, 0.6054911436480064],
    [1.6, 0.21919399348562651, 0.42741916397945123],
    [3, 0.005399592126520303, 0.010799168467638398],
  ] as const;
  for (const [x, supremum, range] of answers) {
    near(supremumSf(x), supremum, { absolute: 1e-13 });
    near(rangeSf(x), range, { absolute: 1e-13 });
  }
});

test('far out the first terms rule: four and eight times the normal tail', () => {
  // Q(10) = 7.619853024161e-24 (A94).
  near(supremumSf(10), 4 * 7.619853024161e-24, { relative: 1e-11 });
  near(rangeSf(10), 8 * 7.619853024161e-24, { relative: 1e-11 });
});

test('where one series takes over from the other there is no step', () => {
  near(supremumSf(1.5), supremumSf(1.5 + 1e-12), { absolute: 1e-11 });
  near(rangeSf(1.5), rangeSf(1.5 + 1e-12), { absolute: 1e-11 });
});

test('both fall from 1 to 0, and the range is never the smaller', () => {
  for (let x = 0; x < 8; x += 0.01) {
    assert.ok(supremumSf(x) >= supremumSf(x + 0.01) - 1e-15);
    assert.ok(rangeSf(x) >= rangeSf(x + 0.01) - 1e-15);
    assert.ok(rangeSf(x) >= supremumSf(x) - 1e-15);
  }
  for (const tail of [supremumSf, rangeSf]) {
    assert.equal(tail(0), 1);
    assert.equal(tail(Number.POSITIVE_INFINITY), 0);
  }
});

test('random walks of many steps have these tails', () => {
  const random = openRandom(3);
  const [walks, steps] = [2000, 400];
  let [deviating, ranging] = [0, 0];
  for (let walk = 0; walk < walks; walk += 1) {
    let [place, low, high] = [0, 0, 0];
    for (let step = 0; step < steps; step += 1) {
      place += random.normal() / Math.sqrt(steps);
      low = Math.min(low, place);
      high = Math.max(high, place);
    }
    if (Math.max(high, -low) > 1.2) deviating += 1;
    if (high - low > 1.6) ranging += 1;
  }
  // A walk in steps misses some of the motion's peaks: a few hundredths.
  near(deviating / walks, supremumSf(1.2), { absolute: 0.05 });
  near(ranging / walks, rangeSf(1.6), { absolute: 0.06 });
});
