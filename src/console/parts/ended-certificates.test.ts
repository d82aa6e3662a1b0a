import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endedCertificates } from './ended-certificates.ts';

const certificate = { certificateId: 'a', threshold: 'confident', state: 'revoked' as const, fallback: null };
const thresholds = [
  { name: 'confident', value: 0.9, certificateId: 'a' },
  { name: 'dear', value: 0.5 },
];

test('a threshold whose certificate was revoked or has expired is told', () => {
  for (const state of ['revoked', 'expired'] as const)
    assert.deepEqual(
      endedCertificates({ thresholds }, [{ ...certificate, state }]).map((one) => one.threshold),
      ['confident'],
    );
  const fallback = { value: 2, certificateId: null, sentence: 'It is held.' };
  assert.equal(
    endedCertificates({ thresholds }, [{ ...certificate, state: 'in-force', fallback }]).length,
    1,
  );
});

test('nothing is told of certificates that hold, and of those nobody stands on', () => {
  assert.deepEqual(endedCertificates({ thresholds }, [{ ...certificate, state: 'in-force' }]), []);
  assert.deepEqual(endedCertificates({ thresholds }, [{ ...certificate, certificateId: 'b' }]), []);
  assert.deepEqual(endedCertificates({}, [certificate]), []);
});
