import type { VerdictKind } from '../reviews/resolve.ts';
import type { OutputKind } from '../use-cases/use-case.ts';

/** What a resolution says of the model's decision. */
export type Judged = {
  readonly wrong: boolean;
  /** The class it should have been; null where nobody said, or the output is no class. */
  readonly rightClass: string | null;
};

export type Resolved = {
  readonly resolution: VerdictKind;
  readonly outputKind: OutputKind;
  readonly predictedClass: string | null;
  /** Of an edit, parsed; undefined where there is none or it has been erased. */
  readonly correctedOutput: unknown;
};

/**
 * Right or wrong: an approval says right, an edit and a rejection say wrong. Null for "cannot decide", which says
 * nothing about the model and must not be counted as either.
 *
 * @example judgedBy({ resolution: 'edit', outputKind: 'class', predictedClass: 'refund', correctedOutput: 'fraud' })
 * // { wrong: true, rightClass: 'fraud' }
 */
export function judgedBy({
  resolution,
  outputKind,
  predictedClass,
  correctedOutput,
}: Resolved): Judged | null {
  switch (resolution) {
    case 'approve':
      return { wrong: false, rightClass: predictedClass };
    case 'edit': {
      const named = outputKind === 'class' && typeof correctedOutput === 'string';
      return { wrong: true, rightClass: named ? correctedOutput : null };
    }
    case 'reject':
      return { wrong: true, rightClass: null };
    case 'cannot-decide':
      return null;
    default:
      return resolution satisfies never;
  }
}

/** `provisional`: one reviewer's word; `final`: several agreed, or an expert decided. */
export const gradeStates = ['provisional', 'final'] as const;
export type GradeState = (typeof gradeStates)[number];

/** How sure a grade is, by who judged (statistics.md 1.0). */
export function gradeStateOf({ judgements, tier }: { judgements: number; tier: 1 | 2 }): GradeState {
  return judgements >= 2 || tier === 2 ? 'final' : 'provisional';
}
