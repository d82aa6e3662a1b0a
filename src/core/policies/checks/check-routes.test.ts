import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { ConsensusRoute, Route } from '../document.ts';
import { checkRoutes } from './check-routes.ts';
import type { PolicyProblem, Surroundings } from './problem.ts';

const subject: PolicySubject = {
  outputKind: 'class',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 20 },
  ],
  metadataFields: [],
};

function check(route: Route, around: Surroundings = {}): readonly PolicyProblem[] {
  return checkRoutes(
    { rules: [{ name: 'One', when: 'true', route }], otherwise: { kind: 'release' }, audit: { rate: 0.1 } },
    { subject, around },
  );
}

function told(route: Route, around: Surroundings = {}): readonly string[] {
  return check(route, around).map(({ at, severity, message }) => `${at} ${severity}: ${message}`);
}

const keep = { action: 'keep-holding' } as const;
const consensus: ConsensusRoute = {
  kind: 'consensus',
  dueSeconds: 60,
  meanwhile: 'hold',
  judgements: { least: 2, most: 3 },
  timeout: keep,
};

test('ordinary routes have no problems', () => {
  for (const route of [
    { kind: 'release' },
    { kind: 'release-and-review', dueSeconds: 60 },
    { kind: 'hold', dueSeconds: 60, timeout: { action: 'escalate', afterSeconds: 60 } },
    consensus,
    { ...consensus, meanwhile: 'release' },
    { ...consensus, judgements: { least: 1, most: 15 } },
  ] as const)
    assert.deepEqual(check(route), [], JSON.stringify(route));
});

test('a consensus has times like any hold', () => {
  const timeout = { action: 'reject', afterSeconds: 30 } as const;
  assert.deepEqual(told({ ...consensus, timeout }), [
    '/rules/0/route/timeout/afterSeconds warning: Rule "One" times out before people are due to have judged.',
  ]);
  assert.equal(told({ ...consensus, dueSeconds: 0 }).length, 1);
  assert.equal(told({ ...consensus, timeout: { ...timeout, afterSeconds: 60.5 } }).length, 1);
});

test('a consensus that releases meanwhile has nothing to let go', () => {
  assert.deepEqual(
    told({ ...consensus, meanwhile: 'release', timeout: { action: 'reject', afterSeconds: 90 } }),
    [
      '/rules/0/route/timeout warning: Rule "One" releases meanwhile, so there is nothing for its time-out to let go.',
    ],
  );
});

test('numbers of judgements must leave one to choose', () => {
  assert.deepEqual(told({ ...consensus, judgements: { least: 4, most: 3 } }), [
    '/rules/0/route/judgements error: Rule "One" asks for at least 4 judgements and at most 3; no number is both.',
  ]);
  for (const judgements of [
    { least: 0, most: 3 },
    { least: 1.5, most: 3 },
    { least: 1, most: Number.NaN },
  ])
    assert.match(
      told({ ...consensus, judgements })[0] ?? '',
      /error: Rule "One": give whole numbers of judgements/,
    );
});

test('an even number of people, and a single one, are doubtful', () => {
  assert.match(
    told({ ...consensus, judgements: { least: 2, most: 4 } })[0] ?? '',
    /asks up to 4 people, who can be of two minds/,
  );
  assert.match(told({ ...consensus, judgements: { least: 1, most: 1 } })[0] ?? '', /asks for one judgement/);
});

test('a qualification that nobody holds is doubtful, where it is known who holds what', () => {
  const route: Route = { kind: 'release-and-review', dueSeconds: 60, qualification: 'fraud-desk' };
  assert.deepEqual(told(route), []);
  assert.deepEqual(told(route, { qualifications: { 'fraud-desk': 1 } }), []);
  for (const qualifications of [{}, { 'fraud-desk': 0 }, { other: 3 }])
    assert.deepEqual(told(route, { qualifications }), [
      '/rules/0/route/qualification warning: Rule "One" asks for "fraud-desk", which nobody holds; its tasks would wait for ever.',
    ]);
  assert.equal(told({ ...route, qualification: 'constructor' }, { qualifications: {} }).length, 1);
});

test('fewer people than judgements are doubtful', () => {
  const route: Route = { ...consensus, qualification: 'fraud-desk' };
  assert.deepEqual(told(route, { qualifications: { 'fraud-desk': 3 } }), []);
  assert.deepEqual(told(route, { qualifications: { 'fraud-desk': 2 } }), [
    '/rules/0/route/judgements warning: Rule "One" asks up to 3 people who hold "fraud-desk"; there are 2.',
  ]);
  assert.match(told(route, { qualifications: { 'fraud-desk': 1 } })[0] ?? '', /there is 1\.$/);
});

test('to escalate from experts to experts changes nothing', () => {
  const timeout = { action: 'escalate', afterSeconds: 90 } as const;
  assert.deepEqual(told({ kind: 'hold', dueSeconds: 60, tier: 2, timeout }), [
    '/rules/0/route/timeout/action warning: Rule "One" asks experts already; to escalate changes nothing.',
  ]);
});

test('the safe output of a time-out must be of the use case’s kind', () => {
  const hold = (output: unknown): Route => ({
    kind: 'hold',
    dueSeconds: 60,
    timeout: { action: 'safe-output', afterSeconds: 90, output },
  });
  assert.deepEqual(told(hold('fraud')), []);
  for (const output of ['frod', null, 3, ['fraud']])
    assert.deepEqual(told(hold(output)), [
      '/rules/0/route/timeout/output error: Rule "One": the safe output must be one of the classes of this use case.',
    ]);
});

test('otherwise is checked like a rule', () => {
  const problems = checkRoutes(
    { rules: [], otherwise: { ...consensus, judgements: { least: 3, most: 2 } }, audit: { rate: 0.1 } },
    { subject, around: {} },
  );
  assert.equal(problems[0]?.at, '/otherwise/judgements');
  assert.match(problems[0]?.message ?? '', /^Otherwise asks for at least 3/);
});
