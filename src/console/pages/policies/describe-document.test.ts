import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeDocument } from './describe-document.ts';

test('a policy reads from top to bottom as it is evaluated', () => {
  const text = describeDocument({
    rules: [{ name: 'Sure', when: 'confidence >= 0.9', route: { kind: 'release' } }],
    otherwise: { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } },
    audit: { rate: 0.05, dueSeconds: 86_400, strata: [{ name: 'phone', when: 'true', rate: 0.2 }] },
  });
  assert.equal(
    text,
    [
      'Sure',
      '  when confidence >= 0.9',
      '  then release',
      '',
      'Otherwise',
      '  hold for people within 15 minutes, and keep holding after that',
      '',
      'Audit',
      '  phone: 20 % of what is released when true',
      '  rest: 5 % of what is released, judged within 1 day',
      '',
    ].join('\n'),
  );
});
