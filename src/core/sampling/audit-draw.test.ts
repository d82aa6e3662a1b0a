import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { auditPlace, drawAudit, type SaltedHmac } from './audit-draw.ts';

const hmacOf =
  (key: Uint8Array): SaltedHmac =>
  (data) =>
    createHmac('sha256', key).update(data).digest();
const salt = new Uint8Array(32).fill(7);

function ids(count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `01890a5d-ac96-774b-bcce-${index.toString(16).padStart(12, '0')}`,
  );
}

function draw(place: number, rate: number, routed = false) {
  return drawAudit({ place, rate, stratum: 'all', routed });
}

test('the same id and salt give the same place, another salt gives another', () => {
  const [id = ''] = ids(1);
  assert.equal(auditPlace(hmacOf(salt), id), auditPlace(hmacOf(salt), id));
  assert.notEqual(auditPlace(hmacOf(salt), id), auditPlace(hmacOf(new Uint8Array(32)), id));
});

test('the place is the top 52 bits of the digest (RFC 4231 test case 2)', () => {
  // HMAC-SHA-256("Jefe", "what do ya want for nothing?") begins with 5bdcc146bf6075…
  const key = new TextEncoder().encode('Jefe');
  const place = auditPlace(hmacOf(key), 'what do ya want for nothing?');
  assert.equal(place, Number(0x5bdcc146bf607n) / 2 ** 52);
});

test('the ends: a digest of zeros is 0, a digest of ones is just below 1', () => {
  assert.equal(
    auditPlace(() => new Uint8Array(32), ''),
    0,
  );
  const most = auditPlace(() => new Uint8Array(32).fill(255), '');
  assert.equal(most, 1 - 2 ** -52);
  assert.equal(draw(most, 1).audited, true);
});

test('a digest that is too short is a bug of the caller', () => {
  assert.throws(() => auditPlace(() => new Uint8Array(6), ''), /too short/);
});

test('places are uniform: chi-square over 10 bins stays below the 99.9 % quantile of 9 degrees, 27.877', () => {
  const counts = new Array<number>(10).fill(0);
  const count = 20_000;
  for (const id of ids(count)) {
    const bin = Math.floor(auditPlace(hmacOf(salt), id) * 10);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const expected = count / 10;
  const chiSquare = counts.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
  assert.ok(chiSquare < 27.877, `chi-square ${chiSquare}`);
});

test('neighbouring ids are drawn independently: pairs of draws hit as often as chance says', () => {
  // 2 x 2 table of "this one, the next one" at rate one half: 1 degree of freedom, 99.9 % quantile 10.828.
  const drawn = ids(20_001).map((id) => draw(auditPlace(hmacOf(salt), id), 0.5).audited);
  const table = [0, 0, 0, 0];
  for (let index = 0; index + 1 < drawn.length; index += 2) {
    const cell = (drawn[index] ? 2 : 0) + (drawn[index + 1] ? 1 : 0);
    table[cell] = (table[cell] ?? 0) + 1;
  }
  const expected = 10_000 / 4;
  const chiSquare = table.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
  // Three degrees, because the margins are tested too: 16.266.
  assert.ok(chiSquare < 16.266, `chi-square ${chiSquare}`);
});

test('rate 0 takes none and rate 1 takes all', () => {
  for (const id of ids(500)) {
    const place = auditPlace(hmacOf(salt), id);
    assert.equal(draw(place, 0).audited, false);
    assert.equal(draw(place, 1).audited, true);
  }
});

test('about one in twenty is drawn at 5 %', () => {
  const hits = ids(20_000).filter((id) => draw(auditPlace(hmacOf(salt), id), 0.05).audited).length;
  // Binomial(20000, 0.05): 1000 ± 4 standard deviations of 30.8.
  assert.ok(Math.abs(hits - 1000) < 124, `${hits} hits`);
});

test('raising the rate keeps what was drawn and only adds', () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(unit, unit, unit, (place, one, other) => {
      const [low, high] = one < other ? [one, other] : [other, one];
      return !draw(place, low).audited || draw(place, high).audited;
    }),
  );
});

test('what a rule sends to people is judged for certain, the draw is made all the same', () => {
  assert.deepEqual(draw(0.03, 0.05, true), { stratum: 'all', audited: true, inclusionProbability: 1 });
  assert.deepEqual(draw(0.5, 0.05, true), { stratum: 'all', audited: false, inclusionProbability: 1 });
  assert.deepEqual(draw(0.5, 0.05), { stratum: 'all', audited: false, inclusionProbability: 0.05 });
});

test('weights by inverse probability add up to the number of released decisions', () => {
  // Horvitz–Thompson on the constant 1, two strata: expected 20000, standard deviation below 1 %.
  const total = ids(20_000).reduce((sum, id, index) => {
    const rate = index % 2 === 0 ? 0.2 : 0.5;
    const { audited, inclusionProbability } = draw(auditPlace(hmacOf(salt), id), rate);
    return sum + (audited ? 1 / inclusionProbability : 0);
  }, 0);
  assert.ok(Math.abs(total - 20_000) < 1000, `${total}`);
});
