import { createApiKey, createFirstAdministrator, createPerson, getSession } from '../../contract/access.ts';
import { submitDecision } from '../../contract/decisions.ts';
import { registerModelVersion } from '../../contract/models.ts';
import { draftPolicy, type PolicyDocument, publishPolicy } from '../../contract/policies.ts';
import { createUseCase } from '../../contract/use-cases.ts';
import {
  type PersonRole,
  permissionsOf,
  personRoles,
  type Role,
  serviceScopes,
} from '../../core/access/permissions.ts';
import { openClient } from '../../sdk/client.ts';
import { openPersonClient, type PersonClient } from '../../sdk/person-client.ts';
import type { ServerUnderTest } from '../run-server.ts';
import type { Sender } from './send-request.ts';

/** Somebody who sends requests; `revive` makes a new one of the kind after the old one was locked out. */
export type Actor = {
  name: string;
  sender: Sender;
  may: (permission: string) => boolean;
  revive: (() => Promise<void>) | null;
};

export type World = { actors: Actor[]; untouchable: Set<string>; seeds: unknown[] };

/** A small Steerhouse at work: a use case with a published policy, decisions, open tasks, and one actor of each kind. */
export async function buildWorld({ baseUrl, firstRunToken }: ServerUnderTest): Promise<World> {
  const control = openPersonClient({ baseUrl });
  const credentials = { email: 'control@example.org', password: 'a long enough password 4711' };
  await control.call(createFirstAdministrator, {
    body: { ...credentials, token: firstRunToken, name: 'Control' },
  });
  await control.signIn(credentials);
  const session = await control.call(getSession);
  const actors = [
    ...personRoles.map((role) => personActor(baseUrl, control, role)),
    machineActor(control),
    ...strangers(),
  ];
  for (const actor of actors) await actor.revive?.();
  const seeds = await setToWork(baseUrl, control, actors);
  return { actors, untouchable: new Set([session.person.personId, credentials.email]), seeds };
}

function personActor(baseUrl: string, control: PersonClient, role: PersonRole): Actor {
  const actor: Actor = { name: role, sender: { headers: {} }, may: mayAs(role), revive };
  return actor;

  async function revive(): Promise<void> {
    const person = await signInAs(baseUrl, control, role);
    actor.sender = { headers: person.options.headers?.() ?? {} };
  }
}

async function signInAs(baseUrl: string, control: PersonClient, role: PersonRole): Promise<PersonClient> {
  const email = `${role}-${crypto.randomUUID()}@example.org`;
  const { signInLink } = await control.call(createPerson, { body: { email, name: role, roles: [role] } });
  if (!signInLink) throw new Error('No sign-in link was answered.');
  const person = openPersonClient({ baseUrl });
  await person.signInWithLink(signInLink.split('#').at(-1) ?? '');
  return person;
}

function machineActor(control: PersonClient): Actor {
  const actor: Actor = { name: 'api key', sender: { headers: {} }, may: mayAs('service'), revive };
  return actor;

  async function revive(): Promise<void> {
    const { secret } = await control.call(createApiKey, {
      body: { name: 'fuzz', scopes: [...serviceScopes] },
    });
    actor.sender = { headers: { authorization: `Bearer ${secret}` } };
  }
}

function mayAs(role: Role): (permission: string) => boolean {
  const all: ReadonlySet<string> = permissionsOf([role]);
  return (permission) => (permission === 'signed-in' ? role !== 'service' : all.has(permission));
}

function strangers(): Actor[] {
  const all: [string, Record<string, string>][] = [
    ['nobody', {}],
    ['wrong key', { authorization: `Bearer sh_${'0'.repeat(40)}` }],
    ['wrong cookie', { cookie: `steerhouse=${'A'.repeat(43)}` }],
  ];
  return all.map(([name, headers]) => ({
    name,
    sender: { headers },
    may: (permission) => permission === 'anyone',
    revive: null,
  }));
}

async function setToWork(
  baseUrl: string,
  control: PersonClient,
  actors: readonly Actor[],
): Promise<unknown[]> {
  const useCase = await control.call(createUseCase, { body: refunds });
  const { useCaseId, slug } = useCase;
  const model = await control.call(registerModelVersion, { params: { useCaseId }, body: { name: 'v1' } });
  const owner = await signInAs(baseUrl, control, 'policy-owner');
  const draft = await owner.call(draftPolicy, { params: { useCaseId }, body: { document: policy } });
  const { policyVersionId, revision } = draft;
  const published = await owner.call(publishPolicy, {
    params: { policyVersionId },
    body: { revision, inForce: null },
  });
  const key = actors.find(({ name }) => name === 'api key')?.sender.headers.authorization?.slice(7) ?? '';
  const machine = openClient({ baseUrl, apiKey: key });
  const routed = [];
  for (const confidence of [0.1, 0.3, 0.5, 0.7, 0.9, 0.95]) {
    const decision = {
      useCase: slug,
      model: 'v1',
      input: { text: 'Hello' },
      output: 'pay',
      label: 'pay',
      confidence,
    };
    routed.push(await machine.call(submitDecision, { body: { ...decision, metadata: { amount: 12 } } }));
  }
  const known = { email: 'known@example.org', password: 'another long password 4711' };
  await control.call(createPerson, { body: { ...known, name: 'Known', roles: ['reviewer'] } });
  return [useCase, { model: 'v1', label: 'pay' }, model, draft, published, routed, known];
}

const refunds = {
  slug: 'refunds',
  name: 'Refunds',
  outputKind: 'class' as const,
  riskClass: 'limited' as const,
  classes: [
    { name: 'pay', impact: 1 },
    { name: 'refuse', impact: 3 },
  ],
  metadataFields: [
    { name: 'amount', type: 'number' as const, required: false },
    { name: 'channel', type: 'string' as const, required: false },
    { name: 'vip', type: 'boolean' as const, required: false },
  ],
  undoSeconds: 1,
};

const policy: PolicyDocument = {
  rules: [
    {
      name: 'unsure',
      when: 'confidence < 0.6',
      route: { kind: 'hold', dueSeconds: 600, timeout: { action: 'keep-holding' } },
    },
    { name: 'look later', when: 'confidence < 0.8', route: { kind: 'release-and-review', dueSeconds: 600 } },
  ],
  otherwise: { kind: 'release' },
  audit: { rate: 0.5 },
};
