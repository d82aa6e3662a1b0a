import type { Static } from 'typebox';
import type { PolicyProblem, PolicyVersion as Version } from '../../../contract/policies.ts';

export type PolicyVersion = Static<typeof Version>;
export type Problem = Static<typeof PolicyProblem>;
