import type { Metadata } from '../use-cases/check-metadata.ts';
import type { MetadataField } from '../use-cases/use-case.ts';

/** What a rule may look at; checked before it comes here, so numbers are finite and metadata fits its schema. */
export type PolicyFacts = {
  readonly confidence: number;
  /** The class the model chose; null where the use case has none, and its rules cannot name `label` then. */
  readonly label: string | null;
  readonly model: string;
  readonly metadata: Metadata;
  /** By class; empty when the model gave none. */
  readonly probabilities: Readonly<Record<string, number>>;
};

/**
 * The facts in the shapes the CEL interpreter wants: whole numbers as BigInt, times as Date.
 *
 * Only rules outside the compiled subset pay for this (about a microsecond each).
 */
export function celContext(facts: PolicyFacts, fields: readonly MetadataField[]): Record<string, unknown> {
  const metadata: Record<string, unknown> = {};
  for (const { name, type } of fields) {
    const value = Object.hasOwn(facts.metadata, name) ? facts.metadata[name] : undefined;
    if (value === undefined) continue;
    if (type === 'integer') metadata[name] = BigInt(value);
    else if (type === 'timestamp') metadata[name] = new Date(String(value));
    else metadata[name] = value;
  }
  return { ...facts, metadata };
}
