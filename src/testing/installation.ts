import { createApiKey, createFirstAdministrator, createPerson } from '../contract/access.ts';
import { registerModelVersion } from '../contract/models.ts';
import { draftPolicy, type PolicyDocument, publishPolicy } from '../contract/policies.ts';
import { createUseCase } from '../contract/use-cases.ts';
import { type PersonRole, serviceScopes } from '../core/access/permissions.ts';
import { openPersonClient, type PersonClient } from '../sdk/person-client.ts';
import { openSteerhouse, type Steerhouse } from '../sdk/steerhouse.ts';

export const password = 'a long enough password 4711';

/** A running Steerhouse as an integrator finds it: a use case with a policy in force, a machine and people. */
export type Installation = {
  machine: Steerhouse;
  apiKey: string;
  admin: PersonClient;
  useCaseId: string;
  signInAs(role: PersonRole): Promise<PersonClient & { email: string }>;
};

/** Sets up a server that nobody has used yet, through its own API. */
export async function setUp({
  baseUrl,
  firstRunToken,
}: {
  baseUrl: string;
  firstRunToken: string;
}): Promise<Installation> {
  const admin = openPersonClient({ baseUrl });
  const who = { email: 'admin@example.org', password };
  await admin.call(createFirstAdministrator, { body: { ...who, token: firstRunToken, name: 'Admin' } });
  await admin.signIn(who);
  const { useCaseId } = await admin.call(createUseCase, {
    body: { slug: 'refunds', name: 'Refunds', outputKind: 'text', riskClass: 'limited', undoSeconds: 0 },
  });
  await admin.call(registerModelVersion, { params: { useCaseId }, body: { name: 'v1' } });
  const owner = await signInAs('policy-owner');
  const draft = await owner.call(draftPolicy, { params: { useCaseId }, body: { document: policy } });
  const { policyVersionId, revision } = draft;
  await owner.call(publishPolicy, { params: { policyVersionId }, body: { revision, inForce: null } });
  const made = await admin.call(createApiKey, { body: { name: 'machine', scopes: [...serviceScopes] } });
  const machine = openSteerhouse({ baseUrl, apiKey: made.secret });
  return { machine, apiKey: made.secret, admin, useCaseId, signInAs };

  async function signInAs(role: PersonRole) {
    const email = `${role}-${crypto.randomUUID()}@example.org`;
    await admin.call(createPerson, { body: { email, name: role, roles: [role], password } });
    const person = openPersonClient({ baseUrl });
    await person.signIn({ email, password });
    return { ...person, email };
  }
}

/** Below 0.5 a person decides, above that the model does. */
const policy: PolicyDocument = {
  rules: [
    {
      name: 'unsure',
      when: 'confidence < 0.5',
      route: { kind: 'hold', dueSeconds: 600, timeout: { action: 'keep-holding' } },
    },
  ],
  otherwise: { kind: 'release' },
  audit: { rate: 0 },
};
