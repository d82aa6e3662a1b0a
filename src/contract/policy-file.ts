import Type, { type Static } from 'typebox';
import { Closed, Slug } from './parts.ts';
import { PolicyDocument } from './policies.ts';
import { policyJsonSchema } from './policy-json-schema.ts';

/** A policy as it lies in a repository, in YAML or JSON. */
export const PolicyFile = Closed({
  useCase: { ...Slug, description: 'The slug of the use case whose decisions it routes.' },
  note: Type.Optional(
    Type.String({ maxLength: 2000, description: 'What this version is for; it stays with it.' }),
  ),
  policy: PolicyDocument,
});
export type PolicyFile = Static<typeof PolicyFile>;

/** The JSON Schema by which editors complete and check a policy file; it refers to nothing but itself. */
export function policyFileSchema(): Record<string, unknown> {
  const { $schema, $defs, title: _, ...policy } = policyJsonSchema();
  const { useCase, note } = PolicyFile.properties;
  return {
    $schema,
    title: 'Policy file of Steerhouse',
    type: 'object',
    required: PolicyFile.required,
    additionalProperties: false,
    properties: { useCase, note, policy },
    $defs,
  };
}
