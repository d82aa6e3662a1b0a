import type { Classification } from './classify.ts';

export interface Graded {
  readonly classification: Classification;
  readonly truth: string;
}

export interface Grades {
  readonly accuracy: number;
  /** Expected calibration error over 15 equal bins of confidence. */
  readonly calibrationError: number;
  readonly confidentShare: number;
  readonly confidentErrorRate: number;
}

/** How good the classifier is, and how good those are that it is confident about. */
export function gradeClassifications(graded: readonly Graded[], confident: number): Grades {
  const sure = graded.filter(({ classification }) => classification.confidence >= confident);
  return {
    accuracy: shareRight(graded),
    calibrationError: calibrationError(graded),
    confidentShare: sure.length / graded.length,
    confidentErrorRate: 1 - shareRight(sure),
  };
}

function shareRight(graded: readonly Graded[]): number {
  return graded.filter(isRight).length / graded.length;
}

function calibrationError(graded: readonly Graded[]): number {
  const bins = 15;
  // How far the claimed number of right answers is above the real one.
  const surplus = new Float64Array(bins);
  for (const item of graded) {
    const { confidence } = item.classification;
    const bin = Math.min(bins - 1, Math.floor(confidence * bins));
    surplus[bin]! += confidence - (isRight(item) ? 1 : 0); // the bin is below the length
  }
  return surplus.reduce((sum, difference) => sum + Math.abs(difference), 0) / graded.length;
}

function isRight({ classification, truth }: Graded): boolean {
  return classification.label === truth;
}
