import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRandom } from '../../src/core/stats/random.ts';
import { byCalibration, byCertificate, byTruth, certified } from './choose-threshold.ts';
import { compare } from './compare.ts';
import { dearBanking77, dearClinc150 } from './dear-intents.ts';
import { drawQuestions, openWindow, type Split } from './draw-split.ts';
import { playDrifts } from './drift.ts';
import { measurePolicy, mix } from './measure-policy.ts';
import { auditRate, calibrate, confident } from './policies.ts';
import { readClinc150 } from './read-clinc150.ts';
import type { Scored, Traffic } from './score-questions.ts';

const subject: Traffic['subject'] = {
  outputKind: 'class',
  classes: [
    { name: 'plain', impact: 1 },
    { name: 'dear', impact: 10 },
  ],
  metadataFields: [],
};

function question(confidence: number, wrong: boolean, label: 'plain' | 'dear' = 'plain'): Scored {
  const other = label === 'plain' ? 'dear' : 'plain';
  return {
    facts: {
      ...{
        confidence,
        label,
        model: 'linear',
        metadata: {},
        calibrated: null,
        modelState: 'active',
        nowMs: 0,
      },
      probabilities: { [label]: confidence, [other]: 1 - confidence },
      backlog: null,
    },
    wrong,
    harm: wrong ? (other === 'dear' ? 10 : 1) : 0,
  };
}

/** A model that means what it says: of each hundred questions at 0.95 five are wrong. */
function honest(): Scored[] {
  return [0.99, 0.97, 0.95, 0.9, 0.7, 0.5].flatMap((confidence) =>
    Array.from({ length: 1000 }, (_, index) =>
      question(confidence, index >= Math.round(1000 * confidence), index % 2 === 0 ? 'plain' : 'dear'),
    ),
  );
}

const traffic: Traffic = {
  name: 'banking77',
  subject,
  unseen: honest(),
  outOfScope: Array.from({ length: 200 }, () => question(0.995, true)),
};

test('the effect of a policy is counted by hand', () => {
  const questions = [
    question(0.9, true),
    question(0.9, false),
    question(0.4, true),
    question(0.86, true, 'dear'),
  ];
  const effect = measurePolicy(confident(0.85), traffic, questions);
  assert.equal(effect.coverage, 3 / 4);
  assert.equal(effect.error, 2 / 3);
  assert.equal(effect.load, 1 - (3 / 4) * (1 - auditRate));
  assert.equal(effect.harm, (1000 * 11) / 4);
});

test('a mixture of traffic has the released errors of both', () => {
  const whole = measurePolicy(confident(0.85), traffic, [...traffic.unseen, ...traffic.outOfScope]);
  const mixed = mix(
    measurePolicy(confident(0.85), traffic, traffic.unseen),
    measurePolicy(confident(0.85), traffic, traffic.outOfScope),
    200 / 6200,
  );
  assert.ok(Math.abs(mixed.error - whole.error) < 1e-12 && Math.abs(mixed.load - whole.load) < 1e-12);
});

test('who knows the truth releases as much as the target allows, and calibrated confidence agrees where it is true', () => {
  const population = calibrate(traffic.unseen, { method: 'identity' });
  const split: Split = { first: [], map: { method: 'identity' }, population };
  const error = (document: Parameters<typeof measurePolicy>[0]) =>
    measurePolicy(document, traffic, population);
  // At 0.9 and above 4.75 % are wrong, at 0.95 and above 3 %.
  assert.equal(error(byTruth(split, 0.05)).error, 0.0475);
  assert.equal(error(byTruth(split, 0.04)).error, 0.03);
  const window = openWindow(population, 'all', openRandom(1));
  assert.equal(error(byCalibration(window, 0.05)).error, 0.0475);
});

test('a certificate is no looser than the truth, save once in twenty windows', () => {
  const population = calibrate(traffic.unseen, { method: 'identity' });
  const seeds = openRandom(5);
  const runs = 60;
  let broken = 0;
  for (let run = 0; run < runs; run += 1) {
    const random = seeds.split();
    const draw = (name: string) => openWindow(drawQuestions(population, 10_000, random), name, random);
    const history = draw('before').labels;
    const threshold = byCertificate(draw('now'), { goal: { target: 0.04, delta: 0.05 }, history });
    if (measurePolicy(certified(threshold), traffic, population).error > 0.04) broken += 1;
  }
  assert.ok(broken <= runs * 0.05 + 3 * Math.sqrt(runs * 0.05 * 0.95), `${broken} of ${runs}`);
});

test('expected impact costs less harm at the same load', () => {
  const promised = { goal: { target: 0.05, delta: 0.05 }, decisions: 5000 };
  const played = compare(traffic, { promised, splits: 3, seed: 1 });
  assert.equal(played.certified.effects.length, 3);
  for (const [split, { harm }] of played['impact-as-fixed'].effects.entries())
    assert.ok(harm <= (played.fixed.effects[split]?.harm ?? 0));
});

test('the guard ends a certificate when sure strangers come, and not before', () => {
  const drift = {
    goal: { target: 0.08, delta: 0.05 },
    outOfScope: 0.5,
    decisionsPerHour: 60,
    window: 100,
    quietHours: 100,
    driftHours: 400,
    averageRun: 8760,
  };
  for (const { story, falseAlarm } of playDrifts(traffic, drift, { runs: 5, seed: 1 })) {
    assert.equal(falseAlarm, false);
    if (!story?.alarm) assert.fail('there should be an alarm');
    assert.ok(story.certified.error > 0.2 && story.before.error <= 0.08);
    assert.ok(story.alarm.hours < 50 && story.alarm.wrong < story.alarm.released);
  }
});

test('the data are the published rows that the data page names, and dear intents are among them', () => {
  const { intents, learned, unseen, outOfScope } = readClinc150();
  assert.deepEqual(
    [intents.length, learned.length, unseen.length, outOfScope.length],
    [150, 3000, 7500, 1200],
  );
  for (const intent of dearClinc150) assert.ok(intents.includes(intent), intent);
  assert.equal(new Set(dearBanking77).size, 17);
  const texts = new Set(learned.map(({ text }) => text));
  assert.equal(unseen.filter(({ text }) => texts.has(text)).length, 1);
  assert.ok(unseen.every(({ intent }) => intents.includes(intent)));
});
