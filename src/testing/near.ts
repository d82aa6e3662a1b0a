import assert from 'node:assert/strict';

/** How far a number may be off; nothing given is nothing allowed. The larger of both bounds holds. */
export type Tolerance = { readonly relative?: number; readonly absolute?: number };

/** Fails unless `actual` is `expected` within the tolerance. Null and NaN are near nothing. */
export function near(
  actual: number | null | undefined,
  expected: number,
  { relative = 0, absolute = 0 }: Tolerance,
  where = '',
): void {
  if (actual === expected) return;
  const allowed = Math.max(absolute, relative * Math.abs(expected));
  const off = typeof actual === 'number' ? Math.abs(actual - expected) : Number.NaN;
  assert.ok(off <= allowed, `${actual} is ${off} from ${expected}, allowed ${allowed} ${where}`);
}
