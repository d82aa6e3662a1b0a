import { openPersonClient } from '../sdk/person-client.ts';
import { ProblemError } from '../sdk/problem-error.ts';
import { type Steerhouse, steerhouseOf } from '../sdk/steerhouse.ts';
import { type Credentials, keepCredentials, type Login, newLogin, readCredentials } from './credentials.ts';
import type { Person } from './people/person.ts';
import { describePolicy } from './use-case/describe-policy.ts';
import { describeUseCase } from './use-case/describe-use-case.ts';

export const modelName = 'linear-2000';

export type SetUp = {
  credentials: Credentials;
  /** Slug of the use case. */
  useCase: string;
  links: { visitor: string; owner: string };
};

export type SetUpInput = {
  baseUrl: string;
  /** Only while there is no administrator yet. */
  firstRunToken: string | null;
  folder: string;
  intents: readonly string[];
  people: readonly Person[];
};

/** Makes what the demo needs, as an administrator would: over the API, and only what is not there from an earlier start. */
export async function setUpDemo(input: SetUpInput): Promise<SetUp> {
  const credentials = readCredentials(input.folder);
  const administrator = await signInAdministrator(input, credentials.administrator);
  keepCredentials(input.folder, credentials);
  const known = new Map((await everyone(administrator)).map(({ email, personId }) => [email, personId]));
  const ensure = (login: Login, person: NewPerson) =>
    known.get(login.email) ?? createPerson(administrator, login, person);
  const visitorId = await ensure(credentials.visitor, { roles: visitorRoles, simulated: false });
  const ownerId = await ensure(credentials.owner, { roles: ownerRoles, simulated: false });
  for (const person of input.people) {
    const login = credentials.people[person.email] ?? newLogin(person.email, person.name);
    credentials.people[person.email] = login;
    keepCredentials(input.folder, credentials);
    const { role, qualifications } = person;
    await ensure(login, { roles: [role], qualifications, simulated: true });
  }
  const useCase = await ensureUseCase(administrator, input.intents);
  credentials.apiKey ??= (
    await administrator.access.createApiKey({
      name: 'Demo traffic',
      scopes: ['decisions:submit', 'outcomes:read'],
    })
  ).secret;
  keepCredentials(input.folder, credentials);
  const links = {
    visitor: (await administrator.access.createSignInLink({ personId: visitorId })).signInLink,
    owner: (await administrator.access.createSignInLink({ personId: ownerId })).signInLink,
  };
  return { credentials, useCase, links };
}

// A visitor is to see everything; in a real installation these are several people.
const visitorRoles = ['reviewer', 'policy-owner', 'auditor', 'admin'] as const;
/** Somebody else than the visitor, so that two can be asked where a policy needs an approval. */
const ownerRoles = ['policy-owner', 'auditor'] as const;

async function signInAdministrator(input: SetUpInput, login: Login): Promise<Steerhouse> {
  const { email, password } = login;
  const client = openPersonClient({ baseUrl: input.baseUrl });
  const steerhouse = steerhouseOf(client);
  if (input.firstRunToken) {
    await steerhouse.access.createFirstAdministrator({ token: input.firstRunToken, ...login });
    // The first administrator sets up access; the policy is somebody's who owns it.
    await client.signIn({ email, password });
    const { person } = await steerhouse.access.getSession();
    const { personId, revision } = person;
    await steerhouse.access.changePerson({ personId, revision, roles: ['admin', 'policy-owner'] });
  }
  await client.signIn({ email, password });
  return steerhouse;
}

type NewPerson = {
  roles: readonly ('reviewer' | 'expert' | 'policy-owner' | 'auditor' | 'admin')[];
  qualifications?: readonly string[];
  simulated: boolean;
};

async function createPerson(
  administrator: Steerhouse,
  login: Login,
  { roles, qualifications = [], simulated }: NewPerson,
): Promise<string> {
  const made = await administrator.access.createPerson({
    ...login,
    roles: [...roles],
    qualifications: [...qualifications],
    simulated,
  });
  return made.person.personId;
}

async function everyone(administrator: Steerhouse) {
  const people = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof administrator.access.listPeople>> =
      await administrator.access.listPeople({
        limit: 200,
        ...(cursor ? { cursor } : {}),
      });
    people.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return people;
}

async function ensureUseCase(administrator: Steerhouse, intents: readonly string[]): Promise<string> {
  const described = describeUseCase(intents);
  try {
    const { useCaseId } = await administrator.useCases.createUseCase(described);
    await administrator.models.registerModelVersion({
      useCaseId,
      name: modelName,
      description: 'Linear classifier, trained at each start of the demo on 2,000 labelled queries.',
    });
    const draft = await administrator.policies.draftPolicy({
      useCaseId,
      document: describePolicy(),
      note: 'Where the demo starts.',
    });
    await administrator.policies.publishPolicy({
      policyVersionId: draft.policyVersionId,
      revision: draft.revision,
      inForce: null,
    });
  } catch (error) {
    if (!(error instanceof ProblemError && error.code === 'use-case.slug-taken')) throw error;
  }
  return described.slug;
}
