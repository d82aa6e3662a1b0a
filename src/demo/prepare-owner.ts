import { openPersonClient } from '../sdk/person-client.ts';
import { type Steerhouse, steerhouseOf } from '../sdk/steerhouse.ts';
import { classify } from './classifier/classify.ts';
import type { Classifier } from './classifier/train-classifier.ts';
import type { Login } from './credentials.ts';
import type { Query } from './read-banking77.ts';
import { describeStricterPolicy } from './use-case/describe-policy.ts';

export type OwnersDesk = {
  readonly baseUrl: string;
  readonly login: Login;
  /** Slug of the use case. */
  readonly useCase: string;
  readonly model: string;
  readonly classifier: Classifier;
  /** Labelled queries that never come as traffic. */
  readonly validation: readonly Query[];
};

/**
 * What the owner of the policy finds on the first day: a validation set, so that calibration can be looked at before any
 * traffic was judged, and a stricter draft that runs as a shadow. What an earlier start has brought about is left alone.
 */
export async function prepareOwner({ baseUrl, login, ...desk }: OwnersDesk): Promise<void> {
  const client = openPersonClient({ baseUrl });
  const owner = steerhouseOf(client);
  await client.signIn({ email: login.email, password: login.password });
  const { useCaseId, modelVersionId } = await find(owner, desk);
  const sets = await owner.validationSets.listValidationSets({ useCaseId });
  if (sets.items.length === 0)
    await owner.validationSets.importValidationSet({
      useCaseId,
      modelVersionId,
      name: 'Banking77, held back',
      rows: desk.validation.map((query) => rowOf(query, desk.classifier)),
    });
  const policyVersionId = await stricterDraft(owner, useCaseId);
  const shadows = await owner.shadows.listShadows({ useCaseId });
  if (shadows.items.length === 0)
    await owner.shadows.startShadow({
      useCaseId,
      name: 'Stricter',
      policyVersionId,
      sliceBy: 'metadata.channel',
    });
  await client.signOut();
}

async function stricterDraft(owner: Steerhouse, useCaseId: string): Promise<string> {
  const note = 'Stricter: what would it cost to ask people more often?';
  const versions = await owner.policies.listPolicyVersions({ useCaseId, limit: 200 });
  const found = versions.items.find((version) => version.note === note);
  if (found) return found.policyVersionId;
  const draft = await owner.policies.draftPolicy({ useCaseId, document: describeStricterPolicy(), note });
  return draft.policyVersionId;
}

async function find(
  owner: Steerhouse,
  { useCase: slug, model }: Pick<OwnersDesk, 'useCase' | 'model'>,
): Promise<{ useCaseId: string; modelVersionId: string }> {
  const useCases = await owner.useCases.listUseCases({ limit: 200 });
  const useCase = useCases.items.find((one) => one.slug === slug);
  if (!useCase) throw new Error(`There is no use case ${slug}.`);
  const models = await owner.models.listModelVersions({ useCaseId: useCase.useCaseId, limit: 200 });
  const version = models.items.find((one) => one.name === model);
  if (!version) throw new Error(`There is no model version ${model}.`);
  return { useCaseId: useCase.useCaseId, modelVersionId: version.modelVersionId };
}

function rowOf({ text, intent }: Query, classifier: Classifier) {
  const { label, confidence } = classify(classifier, text);
  return { confidence, label, truth: intent };
}
