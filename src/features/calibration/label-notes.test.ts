import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelNotes } from './label-notes.ts';

const fine = {
  ...{ graded: 100, audited: 100, routed: 10, wrong: 5, provisional: 40, simulated: 0 },
  ...{ population: 2000, coverage: 1, response: 0.95 },
};

test('labels that cover everything need no note', () => {
  assert.deepEqual(labelNotes(fine, 'graded'), []);
});

test('each way in which they fall short is told', () => {
  const notes = (change: Partial<typeof fine>) => labelNotes({ ...fine, ...change }, 'graded').join(' ');
  assert.match(notes({ audited: 0 }), /No label comes from the audit/);
  assert.match(notes({ coverage: 0.9 }), /about 10 % of the decisions/);
  assert.match(notes({ coverage: 0.9999 }), /less than 0\.1 %/);
  assert.match(notes({ response: 0.34 }), /Only 34 %/);
  assert.match(notes({ provisional: 100 }), /one reviewer/);
  assert.match(notes({ simulated: 100 }), /Every label comes from simulated/);
  assert.match(notes({ simulated: 25 }), /25 % of the labels/);
});

test('without labels it is told why', () => {
  const none = { ...fine, graded: 0, response: 0, coverage: 0 };
  assert.match(labelNotes(none, 'audited').join(), /audit drew has been judged/);
  assert.match(labelNotes(none, 'graded').join(), /None of these decisions/);
  assert.match(labelNotes({ ...none, population: 0 }, 'graded').join(), /no decisions of this model version/);
});
