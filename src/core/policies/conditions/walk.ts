import type { ASTNode } from '@marcbachmann/cel-js';
import type { Vocabulary } from './cel-environment.ts';

/** What an inspection gathers on its way through a condition. */
export type Walk = Vocabulary & {
  readonly problems: string[];
  /** Names of everything that is read or asked for. */
  readonly named: Set<string>;
  /** Metadata that is read, not only asked for. */
  readonly reads: Set<string>;
  /** Metadata that is asked for. */
  readonly guards: Set<string>;
  /** Whether something is divided by what only a decision brings. */
  readonly divides: { found: boolean };
  /** Element names of the comprehensions around the node. */
  readonly items: ReadonlySet<string>;
};

/** Notes the problems of a node and all below it; answers its steps. */
export type Visit = (node: ASTNode, walk: Walk) => number;

/** A read that may fail costs a throw, at 50 ns a step. */
export const mayFailSteps = 20;
