import assert from 'node:assert/strict';
import { test } from 'node:test';
import betainc from '@stdlib/math-base-special-betainc';
import betaincinv from '@stdlib/math-base-special-betaincinv';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import {
  betaCdf,
  betaQuantile,
  betaSf,
  betaUpperQuantile,
  logBetaCdf,
  logBetaSf,
} from './incomplete-beta.ts';
import { logBeta } from './log-gamma.ts';
import { openRandom, type Random } from './random.ts';

/** x, a, b, lower tail, upper tail; mpmath, 60 digits. Shapes from 0.01 to ten million. */
const tails = [
  [0.000333333, 0.01, 0.02, 0.6155718440124848, 0.3844281559875152],
  [0.0666667, 0.01, 0.02, 0.6494986189000216, 0.3505013810999784],
  [0.449455502, 0.01, 0.02, 0.665393791011277, 0.33460620898872295],
  [0.95, 0.01, 0.02, 0.6856378680501084, 0.31436213194989154],
  [0.0005, 0.5, 0.5, 0.014236437406239656, 0.9857635625937603],
  [0.1, 0.5, 0.5, 0.20483276469913345, 0.7951672353008665],
  [0.588388348, 0.5, 0.5, 0.5565670413561304, 0.4434329586438696],
  [0.95, 0.5, 0.5, 0.8564337068712936, 0.14356629312870633],
  [4.99998e-9, 0.5, 100000, 0.025227038700778654, 0.9747729612992213],
  [9.99995e-7, 0.5, 100000, 0.34527802394106966, 0.6547219760589303],
  [6.76771986e-6, 0.5, 100000, 0.7553406993732076, 0.24465930062679242],
  [4.74258515e-5, 0.5, 100000, 0.9979288333096834, 0.0020711666903166052],
  [9.99999e-10, 1, 1000000, 0.0009994991681240072, 0.999000500831876],
  [2e-7, 1, 1000000, 0.1812692632966352, 0.8187307367033648],
  [1.2499985e-6, 1, 1000000, 0.7134949972140625, 0.28650500278593755],
  [6.999987e-6, 1, 1000000, 0.9990881285210491, 0.0009118714789509331],
  [1.09999e-7, 11, 99990, 7.071361805096821e-30, 1],
  [6.02530106e-5, 11, 99990, 0.04366973785618507, 0.9563302621438149],
  [0.000118289882, 11, 99990, 0.6346021323286093, 0.3653978676713907],
  [0.000308982458, 11, 99990, 0.9999879558811161, 1.204411888384404e-5],
  [0.00482997978, 300, 29700, 1.0272174306415696e-29, 1],
  [0.00913832996, 300, 29700, 0.06352949394479396, 0.9364705060552061],
  [0.0101436117, 300, 29700, 0.6055554083823844, 0.39444459161761564],
  [0.0134466801, 300, 29700, 0.9999999744381198, 2.5561880112843743e-8],
  [0.46818099, 10000, 10000, 1.0416704026458664e-19, 1],
  [0.494696832, 10000, 10000, 0.06680903280125623, 0.9331909671987437],
  [0.500883861, 10000, 10000, 0.5987027347251471, 0.40129726527485293],
  [0.521212673, 10000, 10000, 0.9999999990283533, 9.716466911070276e-10],
  [0.243838129, 100000, 300000, 7.173876388897348e-20, 1],
  [0.248973021, 100000, 300000, 0.06670846267128897, 0.9332915373287111],
  [0.250171163, 100000, 300000, 0.598926690772058, 0.401073309227942],
  [0.254107914, 100000, 300000, 0.9999999988771664, 1.122833637284923e-9],
  [0.000272735823, 2345.6, 7000000, 3.3008195321003866e-22, 1],
  [0.000324600528, 2345.6, 7000000, 0.065666439033415, 0.934333560966585],
  [0.000336702293, 2345.6, 7000000, 0.6011973690814632, 0.39880263091853685],
  [0.000376465234, 2345.6, 7000000, 0.9999999961671255, 3.832874485687805e-9],
  [0.498576975, 5000000, 5000000, 1.128399943869604e-19, 1],
  [0.499762829, 5000000, 5000000, 0.06680705144890897, 0.933192948551091],
  [0.500039528, 5000000, 5000000, 0.5987051721906685, 0.4012948278093315],
  [0.500948683, 5000000, 5000000, 0.9999999990134328, 9.865672000919878e-10],
  [0.998667158, 10000000, 12345.5, 8.833888545402204e-19, 1],
  [0.998750337, 10000000, 12345.5, 0.06729272163484985, 0.9327072783651501],
  [0.998769745, 10000000, 12345.5, 0.5976253490924235, 0.4023746509075765],
  [0.998833515, 10000000, 12345.5, 0.999999999496529, 5.034710186707927e-10],
] as const;

/** x, a, b, ln of the lower tail; mpmath, 60 digits. */
const logTails = [
  [0.01, 5000, 20000, -10722.034900632936],
  [0.5, 1000000, 10, -693041.8810630288],
  [0.001, 3000, 1000000, -1296.3586254349004],
  [1e-300, 2, 3, -1379.7592963271993],
  [1e-5, 100000, 10000000, -590383.8661479837],
  [0.999, 1000000, 1000, -0.7273483392468101],
] as const;

/** p, a, b, quantile; mpmath, 60 digits. */
const quantiles = [
  [0.95, 11, 99990, 0.00016961628762631397],
  [0.05, 50001, 4950000, 0.00992711752843587],
  [1e-30, 3, 7, 2.283355702059677e-11],
  [0.5, 0.5, 0.5, 0.5],
  [0.025, 7, 44, 0.058191700340372084],
  [0.975, 7.5, 43.5, 0.25532502815639163],
  [1e-10, 1000000, 1000000, 0.4977509374506197],
  [0.3, 0.01, 5, 6.462784897212945e-54],
  [0.999, 2, 10000000, 9.233408751986498e-7],
  [0.5, 10000000, 20000000, 0.3333333296296296],
] as const;

test('known answers in both tails, shapes up to ten million', () => {
  for (const [x, a, b, lower, upper] of tails) {
    near(betaCdf(x, a, b), lower, { relative: 1e-13 }, `at ${x}, ${a}, ${b}`);
    near(betaSf(x, a, b), upper, { relative: 1e-13 }, `at ${x}, ${a}, ${b}`);
  }
});

test('known answers of the gate of tail accuracy (statistics.md A94)', () => {
  near(betaCdf(0.01, 3, 500), 0.878281801639, { relative: 1e-12 });
  near(betaQuantile(0.95, 11, 99990), 1.696162876263e-4, { relative: 1e-12 });
});

test('known answer: evidence that fewer than 1 % are wrong (statistics.md A64)', () => {
  const [a, b, wrong, labels, most] = [1, 200, 0, 400, 0.01];
  const after = logBeta(a + wrong, b + labels - wrong) + logBetaCdf(most, a + wrong, b + labels - wrong);
  const before = logBeta(a, b) + logBetaCdf(most, a, b);
  const evidence = Math.exp(after - before - wrong * Math.log(most) - (labels - wrong) * Math.log1p(-most));
  near(evidence, 21.390802658, { absolute: 1e-8 });
});

test('known answers in logarithms, where the probability itself is too small for a number', () => {
  for (const [x, a, b, expected] of logTails) {
    near(logBetaCdf(x, a, b), expected, { relative: 1e-13, absolute: 1e-12 }, `at ${x}, ${a}, ${b}`);
    // Where 1 − x is nearly x's mirror; its rounding is worth b·10⁻¹⁶.
    if (x > 1e-6) near(logBetaSf(1 - x, b, a), expected, { relative: 1e-9 }, 'mirrored');
  }
});

test('known answers of the quantile', () => {
  for (const [p, a, b, expected] of quantiles)
    near(betaQuantile(p, a, b), expected, { relative: a < 0.5 ? 1e-12 : 1e-13 }, `at ${p}, ${a}, ${b}`);
});

/** Shapes up to a thousand: beyond, the oracle's own rounding shows (8e-13 at ten thousand, against mpmath). */
function anyPoint(random: Random) {
  const a = 0.5 * 2000 ** random.uniform();
  const b = 0.5 * 2000 ** random.uniform();
  const mean = a / (a + b);
  const x = mean + 20 * (random.uniform() - 0.5) * Math.sqrt((mean * (1 - mean)) / (a + b + 1));
  return { a, b, x: x > 0 && x < 1 ? x : random.uniform() };
}

test('agrees with the oracle on 2000 seeded points: 1e-12 in the bulk, 1e-9 in tails down to 1e-30', () => {
  const random = openRandom(4);
  for (let point = 0; point < 2000; point += 1) {
    const { a, b, x } = anyPoint(random);
    for (const [own, oracle] of [
      [betaCdf(x, a, b), betainc(x, a, b)],
      [betaSf(x, a, b), betainc(x, a, b, true, true)],
    ] as const) {
      if (oracle > 1e-30)
        near(own, oracle, { relative: oracle > 1e-6 ? 1e-12 : 1e-9 }, `at ${x}, ${a}, ${b}`);
      else assert.ok(own <= 1.01e-30);
    }
  }
});

test('quantiles agree with the oracle on 2000 seeded points', () => {
  const random = openRandom(5);
  for (let point = 0; point < 2000; point += 1) {
    const { a, b } = anyPoint(random);
    const p = 1e-30 ** random.uniform();
    near(betaQuantile(p, a, b), betaincinv(p, a, b), { relative: 1e-12 }, `at ${p}, ${a}, ${b}`);
    near(betaUpperQuantile(p, a, b), betaincinv(p, a, b, true), { relative: 1e-12 }, `at ${p}, ${a}, ${b}`);
  }
});

/** Shapes from 0.05 to a million, evenly over their sizes. */
const shape = fc.double({ min: -3, max: 13.8, noNaN: true }).map(Math.exp);
const place = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });
/** Probabilities down to 10⁻²⁰, evenly over their sizes. */
const tail = fc.double({ min: -46, max: -1e-3, noNaN: true }).map(Math.exp);

test('both tails add up to one', () => {
  fc.assert(
    fc.property(place, shape, shape, (x, a, b) => {
      near(betaCdf(x, a, b) + betaSf(x, a, b), 1, { absolute: 4e-16 });
    }),
  );
});

test('it never falls in x, and mirrors: I_x(a, b) = 1 − I_{1−x}(b, a)', () => {
  fc.assert(
    fc.property(place, place, shape, shape, (one, other, a, b) => {
      const [low, high] = one < other ? [one, other] : [other, one];
      assert.ok(betaCdf(low, a, b) <= betaCdf(high, a, b) * (1 + 1e-12));
      // Sixteenths, so that 1 − x is exact.
      const x = Math.max(1, Math.round(one * 15)) / 16;
      near(betaCdf(x, a, b), betaSf(1 - x, b, a), { relative: 1e-12 });
    }),
  );
});

test('its step in a: I_x(a, b) − I_x(a + 1, b) = xᵃ(1 − x)ᵇ/(a B(a, b))', () => {
  const small = fc.double({ min: 0.5, max: 200, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), small, small, (x, a, b) => {
      const step = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - Math.log(a) - logBeta(a, b));
      near(betaCdf(x, a, b) - betaCdf(x, a + 1, b), step, { relative: 1e-10, absolute: 1e-14 });
    }),
  );
});

test('the quantile is where the tail is', () => {
  fc.assert(
    fc.property(tail, shape, shape, (p, a, b) => {
      const low = betaQuantile(p, a, b);
      const high = betaUpperQuantile(p, a, b);
      // Where the next number is far off in probability, no x has this tail.
      if (low > 1e-300 && low < 0.999) near(betaCdf(low, a, b), p, { relative: 1e-9 });
      if (high > 1e-300 && high < 0.999) near(betaSf(high, a, b), p, { relative: 1e-9 });
    }),
  );
});

test('closed forms: powers, and the arcsine law', () => {
  for (const x of [1e-10, 0.01, 0.3, 0.77, 0.999]) {
    near(betaCdf(x, 3.5, 1), x ** 3.5, { relative: 1e-13 });
    near(betaSf(x, 1, 7), (1 - x) ** 7, { relative: 1e-12 });
    near(betaCdf(x, 0.5, 0.5), (2 / Math.PI) * Math.asin(Math.sqrt(x)), { relative: 1e-13 });
  }
});

test('outside of 0..1 everything or nothing lies below', () => {
  for (const x of [-1, 0]) assert.deepEqual([betaCdf(x, 2, 3), betaSf(x, 2, 3)], [0, 1]);
  for (const x of [1, 7]) assert.deepEqual([betaCdf(x, 2, 3), betaSf(x, 2, 3)], [1, 0]);
  assert.equal(logBetaCdf(0, 2, 3), -Infinity);
  assert.deepEqual([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)], [0, 1]);
  assert.deepEqual([betaUpperQuantile(0, 2, 3), betaUpperQuantile(1, 2, 3)], [1, 0]);
});

test('what is no shape, place or probability gives no number', () => {
  for (const [x, a, b] of [
    [0.5, 0, 1],
    [0.5, 1, -1],
    [Number.NaN, 1, 1],
    [0.5, Number.NaN, 1],
    [0.5, 1, Infinity],
  ] as const) {
    assert.equal(betaCdf(x, a, b), Number.NaN);
    assert.equal(betaSf(x, a, b), Number.NaN);
    assert.equal(betaQuantile(x, a, b), Number.NaN);
  }
  for (const p of [-0.1, 1.1]) assert.equal(betaQuantile(p, 2, 3), Number.NaN);
});
