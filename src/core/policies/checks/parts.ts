import type { ASTNode } from '@marcbachmann/cel-js';
import type { Vocabulary } from '../conditions/cel-environment.ts';
import { compileCondition } from '../conditions/compile-condition.ts';
import type { PolicyDocument } from '../document.ts';
import { error, type PolicyProblem, warning } from './problem.ts';

/** A rule or stratum with what its condition is made of; a condition that does not compile has no tree. */
export type Part = {
  /** JSON pointer to it. */
  readonly at: string;
  /** `Rule "Large"` */
  readonly who: string;
  readonly name: string;
  readonly ast: ASTNode | null;
  readonly reads: ReadonlySet<string>;
};

export type Parts = {
  readonly rules: readonly Part[];
  readonly strata: readonly Part[];
  readonly problems: readonly PolicyProblem[];
};

/**
 * Steps that all conditions of a policy may take together for one decision. A step takes about 50 ns, so that the dearest
 * policy that can be published takes about a millisecond; an ordinary one has some hundred steps.
 */
export const mostSteps = 20_000;

/** Compiles every condition of a document, and tells what is wrong with each and with their cost together. */
export function partsOf({ rules, audit }: PolicyDocument, vocabulary: Vocabulary): Parts {
  const [ofRules, ofStrata] = [
    rules.map((rule, index) =>
      readPart({ at: `/rules/${index}`, who: `Rule "${rule.name}"`, ...rule }, vocabulary),
    ),
    (audit.strata ?? []).map((stratum, index) =>
      readPart({ at: `/audit/strata/${index}`, who: `Stratum "${stratum.name}"`, ...stratum }, vocabulary),
    ),
  ];
  const all = [...ofRules, ...ofStrata];
  const steps = all.reduce((sum, one) => sum + one.steps, 0);
  return {
    rules: ofRules.map(({ part }) => part),
    strata: ofStrata.map(({ part }) => part),
    problems: [
      ...all.flatMap(({ problems }) => problems),
      ...(steps > mostSteps ? [error('/rules', tooDear(steps))] : []),
    ],
  };
}

type Read = { readonly part: Part; readonly steps: number; readonly problems: readonly PolicyProblem[] };

// A condition that does not compile has no steps to count; its other problems come first.
function readPart(
  { at, who, name, when }: Record<'at' | 'who' | 'name' | 'when', string>,
  vocabulary: Vocabulary,
): Read {
  const compiled = compileCondition(when, vocabulary);
  if (!compiled.ok)
    return {
      part: { at, who, name, ast: null, reads: new Set() },
      steps: 0,
      problems: compiled.because.map((message) => error(`${at}/when`, `${who}: ${message}`)),
    };
  const { steps, unguarded, reads } = compiled;
  const problems = unguarded.map((field) =>
    warning(
      `${at}/when`,
      `${who} reads metadata.${field}, which may be missing; such decisions are held, unless the rule asks has(metadata.${field}) first.`,
    ),
  );
  return { part: { at, who, name, ast: vocabulary.environment.parse(when).ast, reads }, steps, problems };
}

// Nodes alone hardly reach the limit; the sentence names what does.
function tooDear(steps: number): string {
  return `The conditions together take up to ${steps} steps for one decision; ${mostSteps} are allowed. Walks over classes and size() cost most.`;
}
