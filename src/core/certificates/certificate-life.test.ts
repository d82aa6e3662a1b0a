import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type CertificateState,
  certificateEvents,
  certificateLife,
  certificateStates,
  stepCertificate,
} from './certificate-life.ts';

/** The whole table once more, as a person would write it down; x is "no". */
const expected: Readonly<Record<CertificateState, string>> = {
  //           name     leave  expire  revoke
  issued: '    in-force x      expired revoked',
  'in-force': 'in-force issued expired revoked',
  expired: '   x        x      x       x',
  revoked: '   x        x      x       x',
};

test('every event in every state does what is written down', () => {
  for (const state of certificateStates) {
    const words = expected[state].trim().split(/\s+/);
    for (const [place, event] of certificateEvents.entries()) {
      const step = stepCertificate(state, event);
      assert.equal(step.ok ? step.state : 'x', words[place], `${state} ${event}`);
    }
  }
});

test('a refusal says why', () => {
  assert.deepEqual(stepCertificate('issued', 'leave'), { ok: false, because: 'not-in-force' });
  assert.deepEqual(stepCertificate('revoked', 'name'), { ok: false, because: 'ended' });
});

test('whatever happens, an ended certificate never comes back', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...certificateEvents)), (events) => {
      let state: CertificateState = 'issued';
      for (const event of events) {
        const before: CertificateState = state;
        const step = stepCertificate(state, event);
        if (step.ok) state = step.state;
        if (before === 'expired' || before === 'revoked') assert.equal(state, before);
      }
    }),
  );
});

test('the table has a row for every state', () => {
  assert.deepEqual(Object.keys(certificateLife), [...certificateStates]);
});
