import { CannotEvaluate } from './cannot-evaluate.ts';

/** CEL divides doubles by zero into infinity, which is above every threshold: a zero in the metadata must not release. */
export function divided(one: number, other: number): number {
  if (other === 0) throw new CannotEvaluate('division by zero');
  return one / other;
}
