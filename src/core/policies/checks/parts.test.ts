import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import { vocabularyOf } from '../conditions/cel-environment.ts';
import type { PolicyDocument } from '../document.ts';
import { partsOf } from './parts.ts';

const subject: PolicySubject = {
  outputKind: 'text',
  classes: [],
  metadataFields: [{ name: 'country', type: 'string', required: false }],
};

function read(rules: readonly string[], strata: readonly string[] = []) {
  const document: PolicyDocument = {
    rules: rules.map((when, index) => ({ name: `rule ${index}`, when, route: { kind: 'release' } })),
    otherwise: { kind: 'release' },
    audit: { rate: 0.1, strata: strata.map((when, index) => ({ name: `s${index}`, when, rate: 0.2 })) },
  };
  return partsOf(document, vocabularyOf(subject, ['sure']));
}

test('rules and strata come with their place, their name and what they read', () => {
  const { rules, strata, problems } = read(
    ['confidence > thresholds.sure', 'model == "a"'],
    ['now.getHours() < 8'],
  );
  assert.deepEqual(
    [...rules, ...strata].map(({ at, who, name, reads }) => ({ at, who, name, reads: [...reads].sort() })),
    [
      { at: '/rules/0', who: 'Rule "rule 0"', name: 'rule 0', reads: ['confidence', 'thresholds.sure'] },
      { at: '/rules/1', who: 'Rule "rule 1"', name: 'rule 1', reads: ['model'] },
      { at: '/audit/strata/0', who: 'Stratum "s0"', name: 's0', reads: ['now'] },
    ],
  );
  assert.deepEqual(problems, []);
});

test('a condition that does not compile has no tree, and says why at its place', () => {
  const { rules, problems } = read(['confidence >', 'confidence > 0.5']);
  assert.equal(rules[0]?.ast, null);
  assert.notEqual(rules[1]?.ast, null);
  assert.deepEqual(problems, [
    {
      at: '/rules/0/when',
      severity: 'error',
      message: 'Rule "rule 0": The condition ends too early, at character 13.',
    },
  ]);
});

test('an optional field read without asking is a warning at its place', () => {
  const { problems } = read([], ['metadata.country == "DE"']);
  assert.equal(problems[0]?.at, '/audit/strata/0/when');
  assert.equal(problems[0]?.severity, 'warning');
});

test('the cost of all conditions counts together, strata included', () => {
  const dear = Array.from({ length: 40 }, () => 'size(model) > 1').join(' && ');
  assert.deepEqual(read([dear]).problems, []);
  const { problems } = read([dear], [dear]);
  assert.equal(problems[0]?.at, '/rules');
  assert.match(
    problems[0]?.message ?? '',
    /^The conditions together take up to \d+ steps .* 20000 are allowed/,
  );
});
