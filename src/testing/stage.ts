import type { PolicyDocument } from '../contract/policies.ts';
import type { Actor, Person } from '../core/access/actor.ts';
import type { PersonRole } from '../core/access/permissions.ts';
import type { Database } from '../db/database.ts';
import { ensurePerson } from '../features/access/provision.ts';
import { makePartitions } from '../features/decisions/make-partitions.ts';
import { registerModelVersion } from '../features/models/register-model-version.ts';
import { createUseCase } from '../features/use-cases/create-use-case.ts';
import { readConfig } from '../platform/config.ts';
import type { Deps } from '../platform/deps.ts';
import { openLog } from '../platform/log.ts';
import { uuidv7 } from '../platform/uuidv7.ts';
import { testDatabase } from './database.ts';
import { publishDocument } from './publish-document.ts';

/** A database with an owner, a use case with a policy in force, and a model: where most tests of the main job start. */
export type Stage = {
  deps: Deps;
  db: Database & { url: string };
  owner: Person;
  /** The caller of ingest. */
  service: Actor;
  useCaseId: string;
  slug: string;
  model: string;
  modelVersionId: string;
  policyVersionId: string;
  moveClock(ms: number): void;
};

export const stagePolicy: PolicyDocument = {
  rules: [
    {
      name: 'Fraud is always held',
      when: 'label == "fraud"',
      route: { kind: 'hold', dueSeconds: 600, timeout: { action: 'keep-holding' } },
    },
    { name: 'Confident enough', when: 'confidence >= 0.85', route: { kind: 'release' } },
    { name: 'Fair', when: 'confidence >= 0.7', route: { kind: 'release-and-review', dueSeconds: 3600 } },
  ],
  otherwise: { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } },
  audit: { rate: 0 },
};

export async function openStage(
  options: { policy?: PolicyDocument; undoSeconds?: number; connections?: number } = {},
): Promise<Stage> {
  const db = await testDatabase(options.connections ? { connections: options.connections } : {});
  return stageOn(db, options);
}

/** The same on a database that is there already, e.g. one that a test stops and starts. */
export async function stageOn(
  db: Database & { url: string },
  { policy = stagePolicy, undoSeconds = 0 }: { policy?: PolicyDocument; undoSeconds?: number } = {},
): Promise<Stage> {
  let aheadMs = 0;
  const clock = { now: () => new Date(Date.now() + aheadMs) };
  const reading = readConfig({});
  if (!reading.ok) throw new Error(reading.problems.join(' '));
  const deps: Deps = { db, clock, config: reading.config, log: openLog('silent') };
  const at = clock.now();
  await makePartitions(deps, at);
  const owner = await personWith(deps, ['policy-owner', 'admin']);
  const useCase = await createUseCase(deps, owner, { ...stageUseCase, undoSeconds }, at);
  const { useCaseId } = useCase;
  const model = await registerModelVersion(deps, owner, { useCaseId, name: 'm-1', description: '' }, at);
  const { policyVersionId } = await publishDocument(deps, owner, { useCaseId, document: policy }, at);
  return {
    deps,
    db,
    owner,
    service: {
      kind: 'service',
      apiKeyId: uuidv7(at.getTime()),
      name: 'caller',
      scopes: ['decisions:submit'],
    },
    useCaseId,
    slug: useCase.slug,
    model: model.name,
    modelVersionId: model.modelVersionId,
    policyVersionId,
    moveClock: (ms) => {
      aheadMs += ms;
    },
  };
}

const stageUseCase = {
  slug: 'support',
  name: 'Support',
  riskClass: 'limited' as const,
  outputKind: 'class' as const,
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 10 },
    { name: 'other', impact: 1 },
  ],
  metadataFields: [
    { name: 'country', type: 'string' as const, required: false },
    { name: 'amount', type: 'number' as const, required: false },
  ],
  reasonCodes: [{ code: 'wrong-class', label: 'Wrong class' }],
  guideline: 'Judge the intent.',
};

/** A new person, as commands see the signed-in. */
export async function personWith(deps: Deps, roles: readonly PersonRole[]): Promise<Person> {
  const at = deps.clock.now();
  const sessionId = uuidv7(at.getTime());
  const name = `${roles.join('-')} ${sessionId.slice(-6)}`;
  const actor = { kind: 'system', duty: 'test' } as const;
  const email = `${sessionId}@example.org`;
  const personId = await deps.db.atomically((tx) =>
    ensurePerson(tx, { email, name, roles, simulated: false, actor, at }),
  );
  return { kind: 'person', personId, sessionId, name, roles, qualifications: [], simulated: false };
}
