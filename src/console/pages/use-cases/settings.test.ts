import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeOf, settingsOf } from './settings.ts';
import type { UseCase } from './use-case.ts';

const useCase: UseCase = {
  useCaseId: 'u',
  slug: 'support',
  outputKind: 'class',
  name: 'Support',
  description: '',
  ownerId: 'p',
  riskClass: 'limited',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 10 },
  ],
  metadataFields: [],
  reasonCodes: [],
  guideline: '',
  undoSeconds: 5,
  leaseSeconds: 600,
  ownerName: 'Ada',
  lowering: null,
  createdAt: '2025-01-01T00:00:00.000Z',
  archivedAt: null,
  revision: 3,
};

test('nothing changed is nothing to send', () => {
  assert.deepEqual(changeOf(settingsOf(useCase), useCase), {});
});

test('only what was changed is sent', () => {
  const settings = { ...settingsOf(useCase), guideline: 'Be kind.', classes: 'refund\nfraud, 20' };
  assert.deepEqual(changeOf(settings, useCase), {
    guideline: 'Be kind.',
    classes: [
      { name: 'refund', impact: 1 },
      { name: 'fraud', impact: 20 },
    ],
  });
});
