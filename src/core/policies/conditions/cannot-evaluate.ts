/** Thrown inside a condition when a decision lacks what the condition reads; caught where a policy is evaluated. */
export class CannotEvaluate extends Error {
  override name = 'CannotEvaluate';
}
