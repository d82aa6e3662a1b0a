import type { PersonRole } from '../../src/core/access/permissions.ts';
import { openPersonClient, type PersonClient } from '../../src/sdk/person-client.ts';
import { openSteerhouse, type Steerhouse, steerhouseOf } from '../../src/sdk/steerhouse.ts';
import type { Product } from './open-product.ts';

export type Login = { email: string; name: string; password: string };

type NewUseCase = Parameters<Steerhouse['useCases']['createUseCase']>[0];
type NewDecision = Parameters<Steerhouse['decisions']['submitDecision']>[0];

/** An installation with an administrator who owns the policies too, and a program that submits. */
export type House = {
  administrator: Login;
  owner: Steerhouse;
  machine: Steerhouse;
  addPerson(name: string, roles?: readonly PersonRole[]): Promise<Login>;
  /** A use case whose every decision waits for a person. */
  addQueue(about: NewUseCase): Promise<{ useCaseId: string; policyVersionId: string }>;
  /** Held decisions, in the order in which people will get them. */
  submit(useCase: string, decisions: readonly Content[]): Promise<Held[]>;
  signedIn(login: Login): Promise<PersonClient>;
};

export type Content = Pick<NewDecision, 'input' | 'output'> & Partial<NewDecision>;
export type Held = { decisionId: string; taskId: string };

export const model = 'first-model';
const password = 'four plain words here';

export async function furnish(product: Product): Promise<House> {
  const { baseUrl } = product;
  const administrator = { email: 'ada@example.org', name: 'Ada Admin', password };
  const client = openPersonClient({ baseUrl });
  const owner = steerhouseOf(client);
  const token = await product.printed(/\/welcome#(\S+)/);
  await owner.access.createFirstAdministrator({ ...administrator, token });
  await client.signIn({ email: administrator.email, password });
  const { personId, revision } = (await owner.access.getSession()).person;
  await owner.access.changePerson({ personId, revision, roles: ['admin', 'policy-owner'] });
  const { secret } = await owner.access.createApiKey({
    name: 'Shop',
    scopes: ['decisions:submit', 'outcomes:read'],
  });
  const machine = openSteerhouse({ baseUrl, apiKey: secret });
  return {
    administrator,
    owner,
    machine,
    async addPerson(name, roles = ['reviewer']) {
      const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}@example.org`;
      await owner.access.createPerson({ email, name, password, roles: [...roles] });
      return { email, name, password };
    },
    addQueue: (about) => addQueue(owner, about),
    submit: (useCase, decisions) => submit(machine, useCase, decisions),
    async signedIn(login) {
      const person = openPersonClient({ baseUrl });
      await person.signIn({ email: login.email, password: login.password });
      return person;
    },
  };
}

async function addQueue(owner: Steerhouse, about: NewUseCase) {
  const { useCaseId } = await owner.useCases.createUseCase(about);
  await owner.models.registerModelVersion({ useCaseId, name: model });
  const { policyVersionId, revision } = await owner.policies.draftPolicy({
    useCaseId,
    document: {
      rules: [],
      otherwise: { kind: 'hold', dueSeconds: 3600, timeout: { action: 'keep-holding' } },
      audit: { rate: 0 },
    },
  });
  await owner.policies.publishPolicy({ policyVersionId, revision, inForce: null });
  return { useCaseId, policyVersionId };
}

/** One after the other: a queue is worked off by age. */
async function submit(machine: Steerhouse, useCase: string, decisions: readonly Content[]): Promise<Held[]> {
  const held: Held[] = [];
  for (const decision of decisions) {
    const { decisionId, taskId } = await machine.decisions.submitDecision({
      useCase,
      model,
      confidence: 0.6,
      ...decision,
    });
    if (!taskId) throw new Error(`Decision ${decisionId} was not held.`);
    held.push({ decisionId, taskId });
  }
  return held;
}
