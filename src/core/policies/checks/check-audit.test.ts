import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../document.ts';
import { checkAudit } from './check-audit.ts';

function told(audit: PolicyDocument['audit'], exhausted = false): readonly string[] {
  const problems = checkAudit({ rules: [], otherwise: { kind: 'release' }, audit }, exhausted);
  return problems.map(({ at, severity, message }) => `${at} ${severity}: ${message}`);
}

test('rates at and above the floor have no problems', () => {
  assert.deepEqual(
    told({ rate: 0.01, floor: 0.01, dueSeconds: 60, strata: [{ name: 'a', when: 'true', rate: 1 }] }),
    [],
  );
});

test('a rate below the floor is refused: both cannot be meant', () => {
  assert.deepEqual(told({ rate: 0.1, floor: 0.05, strata: [{ name: 'a', when: 'true', rate: 0.01 }] }), [
    '/audit/strata/0/rate error: Stratum "a" draws at rate 0.01, which is below the floor of 0.05; one of them has to give.',
  ]);
  assert.match(
    told({ rate: 0, floor: 0.05 })[0] ?? '',
    /^\/audit\/rate error: The audit draws at rate 0, which is below/,
  );
});

test('floor and due time are numbers that can be', () => {
  for (const floor of [-0.1, 1.1, Number.NaN])
    assert.match(told({ rate: 1, floor }).join(), /\/audit\/floor error/);
  assert.match(
    told({ rate: 0.1, dueSeconds: 0.5 })[0] ?? '',
    /\/audit\/dueSeconds error: The audit: give whole seconds/,
  );
});

test('strata without a rest leave decisions unseen, unless nothing is left to it', () => {
  const audit = { rate: 0, strata: [{ name: 'a', when: 'true', rate: 0.2 }] };
  assert.deepEqual(told(audit), [
    '/audit/rate warning: Outside of its strata the audit draws nothing at rate 0, so errors among what is released stay unseen.',
  ]);
  assert.deepEqual(told(audit, true), []);
});
