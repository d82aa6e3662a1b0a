// A use case is one decision point of the business: who owns it, what its model puts out, and what a policy may look at.

/** From the EU AI Act's ladder, without "unacceptable": what is forbidden is not run here. */
export const riskClasses = ['minimal', 'limited', 'high'] as const;
export type RiskClass = (typeof riskClasses)[number];

/** `class` is one label of a known list; the other three are free in content and only confidence can gate them. */
export const outputKinds = ['class', 'text', 'structured', 'tool-call'] as const;
export type OutputKind = (typeof outputKinds)[number];

/** `integer` is exact to ±2^53, which is all that JSON can carry; `timestamp` is ISO 8601 with an offset. */
export const fieldTypes = ['string', 'number', 'integer', 'boolean', 'timestamp'] as const;
export type FieldType = (typeof fieldTypes)[number];

/** `impact`: what one wrong output of this class costs, relative to the other classes. */
export type DecisionClass = { readonly name: string; readonly impact: number };

/** A field that rules and slices may use. `values` closes a string field to a list. */
export type MetadataField = {
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly values?: readonly string[];
};

export type ReasonCode = { readonly code: string; readonly label: string };

/** What the core needs to know of a use case; names, owners and dates are the shell's. */
export type UseCaseSettings = {
  readonly riskClass: RiskClass;
  readonly outputKind: OutputKind;
  readonly classes: readonly DecisionClass[];
  readonly metadataFields: readonly MetadataField[];
  readonly reasonCodes: readonly ReasonCode[];
  readonly undoSeconds: number;
  readonly leaseSeconds: number;
  readonly guideline: string;
};

/** The part of a use case that a policy is checked and compiled against. */
export type PolicySubject = Pick<UseCaseSettings, 'outputKind' | 'classes' | 'metadataFields'>;
