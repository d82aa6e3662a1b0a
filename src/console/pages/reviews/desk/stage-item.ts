import type { ReviewItem } from '../../../../contract/reviews.ts';

/** An item for tests: a class with three choices. */
export function itemNamed(taskId: string, change: Partial<ReviewItem> = {}): ReviewItem {
  return {
    taskId,
    decisionId: `decision of ${taskId}`,
    purpose: 'approval',
    tier: 1,
    openedAt: '2025-01-01T00:00:00.000Z',
    dueAt: '2025-01-01T01:00:00.000Z',
    useCase: {
      useCaseId: 'use case',
      name: 'Support',
      outputKind: 'class',
      classes: [
        { name: 'refund', impact: 1 },
        { name: 'fraud', impact: 10 },
        { name: 'other', impact: 1 },
      ],
      reasonCodes: [{ code: 'wrong-class', label: 'Wrong class' }],
      guideline: '',
      undoSeconds: 5,
      leaseSeconds: 600,
    },
    model: 'm-1',
    judgements: { least: 1, most: 1, given: 0 },
    qualification: null,
    blind: false,
    outputHidden: false,
    escalatedAt: null,
    input: 'Where is my money?',
    output: 'refund',
    label: 'refund',
    confidence: 0.6,
    probabilities: { refund: 0.6, fraud: 0.3, other: 0.1 },
    metadata: {},
    reasons: [],
    earlierVerdicts: [],
    parkNote: null,
    draft: null,
    ...change,
  };
}
