import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProblemError } from '../../../sdk/problem-error.ts';
import type { Problem } from './policy-version.ts';
import { problemsAt, problemsIn } from './problems-at.ts';

const at = (place: string): Problem => ({ at: place, severity: 'error', message: 'Wrong.' });

test('the problems of a rule are those inside it, and none of a rule whose number begins the same', () => {
  const problems = [at('/rules/1/when'), at('/rules/10/when'), at('/rules/1'), at('/otherwise')];
  assert.deepEqual(problemsAt(problems, '/rules/1'), [at('/rules/1/when'), at('/rules/1')]);
});

test('a document of the wrong shape has its problems in the refusal', () => {
  const refusal = new ProblemError({
    status: 400,
    code: 'request.invalid',
    detail: 'No.',
    problems: [{ at: 'body/document/rules/0/name', message: 'must NOT have fewer than 1 characters' }],
  });
  assert.deepEqual(problemsIn(refusal), [
    { at: '/rules/0/name', severity: 'error', message: 'must NOT have fewer than 1 characters.' },
  ]);
  assert.deepEqual(problemsIn(new Error('away')), []);
});
