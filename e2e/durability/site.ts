import { createApiKey, createFirstAdministrator, createPerson } from '../../src/contract/access.ts';
import type { PolicyDocument } from '../../src/contract/policies.ts';
import { openPersonClient, type PersonClient } from '../../src/sdk/person-client.ts';
import { openSteerhouse, type Steerhouse, steerhouseOf } from '../../src/sdk/steerhouse.ts';
import type { ServerProcess } from './server-process.ts';

/** An installation as its callers know it: addresses and credentials survive every restart. */
export type Site = {
  baseUrl: string;
  apiKey: string;
  machine: Steerhouse;
  owner: Steerhouse;
  useCaseId: string;
  /** The last one is an expert. */
  reviewers: readonly PersonClient[];
  logins: readonly Login[];
};

export type Login = { email: string; password: string };

export const useCase = 'durability';
export const model = 'm-1';

/** Later than any run lasts, so that those somebody waits for stay the most urgent. */
const monthSeconds = 30 * 86_400;

/** Every route, both time-outs, and a draw: what a crash may come between. */
export const policy: PolicyDocument = {
  rules: [
    { name: 'Somebody waits', when: 'metadata.patience == "urgent"', route: hold(1) },
    {
      name: 'Not for long',
      when: 'metadata.patience == "late"',
      route: {
        kind: 'hold',
        dueSeconds: monthSeconds,
        timeout: { action: 'release-and-flag', afterSeconds: 1 },
      },
    },
    {
      name: 'Not at all',
      when: 'metadata.patience == "never"',
      route: { kind: 'hold', dueSeconds: monthSeconds, timeout: { action: 'reject', afterSeconds: 1 } },
    },
    { name: 'Sure', when: 'confidence >= 0.7', route: { kind: 'release' } },
    {
      name: 'Fair',
      when: 'confidence >= 0.5',
      route: { kind: 'release-and-review', dueSeconds: monthSeconds },
    },
  ],
  otherwise: hold(monthSeconds),
  audit: { rate: 0.1 },
};

/** How long a decision waits for people; most as long as it takes. */
export const patiences = ['long', 'long', 'long', 'long', 'long', 'long', 'late', 'never'] as const;

function hold(dueSeconds: number) {
  return { kind: 'hold' as const, dueSeconds, timeout: { action: 'keep-holding' as const } };
}

/** Sets a new server up through its own API. */
export async function setUpSite(
  server: Pick<ServerProcess, 'baseUrl' | 'firstRunToken'>,
  { reviewers, undoSeconds }: { reviewers: number; undoSeconds: number },
): Promise<Site> {
  const { baseUrl, firstRunToken } = server;
  const password = 'a long enough password 4711';
  const administrator = openPersonClient({ baseUrl });
  const who = { email: 'admin@example.org', password };
  await administrator.call(createFirstAdministrator, {
    body: { ...who, name: 'Admin', token: firstRunToken ?? '' },
  });
  await administrator.signIn(who);
  const owner = steerhouseOf(administrator);
  const { person } = await owner.access.getSession();
  await owner.access.changePerson({
    personId: person.personId,
    revision: person.revision,
    roles: ['admin', 'policy-owner'],
  });
  const useCaseId = await makeUseCase(owner, undoSeconds);
  await publish(owner, useCaseId, policy);
  const logins = Array.from({ length: reviewers }, (_, i) => ({ email: `r${i}@example.org`, password }));
  const people: PersonClient[] = [];
  for (const [i, login] of logins.entries()) {
    const roles = i === reviewers - 1 ? (['reviewer', 'expert'] as const) : (['reviewer'] as const);
    await administrator.call(createPerson, { body: { ...login, name: `Reviewer ${i}`, roles: [...roles] } });
    people.push(await signedIn(baseUrl, login));
  }
  const { secret } = await administrator.call(createApiKey, {
    body: { name: 'machine', scopes: ['decisions:submit', 'outcomes:read'] },
  });
  const machine = openSteerhouse({ baseUrl, apiKey: secret });
  return { baseUrl, apiKey: secret, machine, owner, useCaseId, reviewers: people, logins };
}

export async function signedIn(baseUrl: string, login: Login): Promise<PersonClient> {
  const person = openPersonClient({ baseUrl });
  await person.signIn(login);
  return person;
}

/** Drafts and publishes; answers the version now in force. */
export async function publish(
  owner: Steerhouse,
  useCaseId: string,
  document: PolicyDocument,
): Promise<string> {
  const draft = await owner.policies.draftPolicy({ useCaseId, document });
  const { policyVersionId, revision, basedOn: inForce } = draft;
  await owner.policies.publishPolicy({ policyVersionId, revision, inForce });
  return policyVersionId;
}

async function makeUseCase(owner: Steerhouse, undoSeconds: number): Promise<string> {
  const { useCaseId } = await owner.useCases.createUseCase({
    slug: useCase,
    name: 'Durability',
    outputKind: 'text',
    riskClass: 'limited',
    metadataFields: [{ name: 'patience', type: 'string', required: true }],
    undoSeconds,
  });
  await owner.models.registerModelVersion({ useCaseId, name: model });
  return useCaseId;
}
