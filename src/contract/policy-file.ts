import Type, { type Static } from 'typebox';
import { Closed, Slug } from './parts.ts';
import { PolicyDocument } from './policies.ts';

/** A policy as it lies in a repository, in YAML or JSON. */
export const PolicyFile = Closed({
  useCase: Slug,
  note: Type.Optional(Type.String({ maxLength: 2000, description: 'What this policy is for' })),
  policy: PolicyDocument,
});
export type PolicyFile = Static<typeof PolicyFile>;

/** The schema by which editors complete and check a policy file; it stands for itself. */
export function policyFileSchema(): Record<string, unknown> {
  return {
    // The draft that the YAML plugins of the usual editors know best.
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Policy file of Steerhouse',
    ...(JSON.parse(JSON.stringify(PolicyFile)) as Record<string, unknown>), // an object schema
  };
}
