/** What a certificate promises: at most `target` of what is released is wrong, with confidence 1 − `delta`. */
export type Goal = {
  /** r*, the largest share of wrong decisions among the released; 0.01 is 1 %. */
  readonly target: number;
  /** δ, how likely the promise may be false; 0.05 stands for 95 % confidence. */
  readonly delta: number;
};

/** Something that was handed in and cannot be computed with. `at` is a JSON pointer into the question. */
export type Problem = { readonly at: string; readonly message: string };

export type BadInput = {
  readonly ok: false;
  readonly because: 'bad_input';
  readonly problems: readonly Problem[];
};

/**
 * What is wrong with a goal. Both ends of (0, 1) are outside: a target of 0 can never be shown, one of 1 says nothing.
 *
 * @example checkGoal({ target: 1, delta: 0.05 }) // [{ at: '/goal/target', message: 'The target …' }]
 */
export function checkGoal({ target, delta }: Goal): Problem[] {
  return [
    ...(isProperShare(target)
      ? []
      : [{ at: '/goal/target', message: `The target lies between 0 and 1 and is neither, not ${target}.` }]),
    ...(isProperShare(delta)
      ? []
      : [{ at: '/goal/delta', message: `Delta lies between 0 and 1 and is neither, not ${delta}.` }]),
  ];
}

/** Inside of (0, 1). NaN is not. */
export function isProperShare(value: number): boolean {
  return value > 0 && value < 1;
}

export function badInput(problems: readonly Problem[]): BadInput {
  return { ok: false, because: 'bad_input', problems };
}
