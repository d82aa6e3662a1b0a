// Whatever people and keys do in whatever order: what the rows say is what the ledger tells, step by step along the
// table of life, and nothing is in force in a use case of high risk that two people do not stand behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Actor, Person } from '../../../core/access/actor.ts';
import { type PolicyEvent, type PolicyState, stepVersion } from '../../../core/policies/version-life.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { entriesWritten } from '../../../testing/review-desk.ts';
import { openStage, personWith, stagePolicy } from '../../../testing/stage.ts';
import { createApiKey } from '../../access/api-keys/create-api-key.ts';
import { createUseCase } from '../../use-cases/create-use-case.ts';
import { draftPolicy } from '../draft-policy.ts';
import { publishPolicy } from '../publish-policy.ts';
import { rollBackPolicy } from '../publishing/roll-back-policy.ts';
import { listPolicyVersions, type PolicyVersionAnswer, policyInForce } from '../queries.ts';
import { approvePolicy } from './approve-policy.ts';
import { changeDraft } from './change-draft.ts';
import { discardDraft } from './discard-draft.ts';
import { returnPolicy } from './return-policy.ts';
import { submitPolicy } from './submit-policy.ts';

const stage = await openStage();
const { deps, db } = stage;
const people = await Promise.all([1, 2, 3].map(() => personWith(deps, ['policy-owner'])));
const [ada] = people as [Person, ...Person[]]; // three of them
const made = await createApiKey(deps, { name: 'ci', scopes: ['policies:write'], createdBy: ada, at: now() });
const key: Actor = {
  kind: 'service',
  apiKeyId: made.apiKey.apiKeyId,
  name: 'ci',
  scopes: ['policies:write'],
};
let useCases = 0;

function now(): Date {
  return deps.clock.now();
}

const acts = ['draft', 'change', 'submit', 'approve', 'return', 'publish', 'discard', 'roll-back'] as const;
const action = fc.record({
  act: fc.constantFrom(...acts, 'whole-way' as const, 'whole-way' as const),
  by: fc.nat({ max: 3 }),
  /** Which of the versions, newest first. */
  version: fc.constantFrom(0, 0, 0, 1, 2),
  rate: fc.constantFrom(0.1, 0.2, 0.3),
});
type Given = typeof action extends fc.Arbitrary<infer T> ? T : never;
type Action = Given & { act: (typeof acts)[number] };

/** The way to a publication is long and hardly ever found by chance. */
function steps(given: Given): Action[] {
  const { act, by } = given;
  if (act !== 'whole-way') return [{ ...given, act }];
  const others = (by + 1) % 3;
  return [
    { ...given, act: 'draft' },
    { ...given, act: 'submit' },
    { ...given, act: 'approve', by: others },
    { ...given, act: 'publish' },
  ];
}

test('in any order, the rows are what the ledger tells and two people stand behind what is in force', async (t) => {
  let published = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: 25 }), async (actions) => {
      useCases += 1;
      const given = { slug: `any-${useCases}`, name: 'Any', riskClass: 'high', outputKind: 'text' } as const;
      const { useCaseId } = await createUseCase(deps, ada, given, now());
      for (const one of actions.flatMap(steps)) await perform(useCaseId, one);
      const { items } = await listPolicyVersions(db, useCaseId, { limit: 200 });
      const entries = (await entriesWritten(db)).filter(({ about }) => about.useCase === useCaseId);
      for (const version of items) checkVersion(version, entries);
      assert.ok(items.filter(({ state }) => state === 'published').length <= 1);
      published += items.filter(({ publishedAt }) => publishedAt).length;
      await checkPeople(useCaseId);
    }),
    { numRuns: 8 },
  );
  t.diagnostic(`${published} versions were published`);
});

/** Does it, or is refused with a code; anything else is a fault. */
async function perform(useCaseId: string, { act, by, version: back, rate }: Action): Promise<void> {
  stage.moveClock(10);
  const actor = people[by] ?? key;
  const person = people[by] ?? ada;
  const { items } = await listPolicyVersions(db, useCaseId, { limit: 200 });
  const version = items[Math.min(back, items.length - 1)];
  const document = { ...stagePolicy, rules: [], audit: { rate } };
  try {
    if (act === 'draft' || !version)
      return void (await draftPolicy(deps, actor, { useCaseId, document }, now()));
    const inForce = (await policyInForce(db, useCaseId))?.policyVersionId ?? null;
    await step({ act, actor, person, version, document, inForce });
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
  }
}

type Step = {
  act: Exclude<Action['act'], 'draft'>;
  actor: Actor;
  person: Person;
  version: PolicyVersionAnswer;
  document: PolicyVersionAnswer['document'];
  inForce: string | null;
};

async function step({ act, actor, person, version, document, inForce }: Step): Promise<unknown> {
  const { policyVersionId, revision, useCaseId } = version;
  switch (act) {
    case 'change':
      return changeDraft(deps, actor, policyVersionId, { revision, document }, now());
    case 'submit':
      return submitPolicy(deps, actor, version, now());
    case 'approve':
      return approvePolicy(deps, person, version, now());
    case 'return':
      return returnPolicy(deps, person, { ...version, reason: 'Not yet.' }, now());
    case 'publish':
      return publishPolicy(deps, person, { ...version, inForce }, now());
    case 'discard':
      return discardDraft(deps, actor, policyVersionId, now());
    case 'roll-back':
      return rollBackPolicy(deps, person, { useCaseId, inForce: inForce ?? policyVersionId }, now());
    default:
      return act satisfies never;
  }
}

const events: Readonly<Record<string, PolicyEvent>> = {
  'policy.changed': 'change',
  'policy.submitted': 'submit',
  'policy.approved': 'approve',
  'policy.returned': 'return',
  'policy.published': 'publish',
  'policy.superseded': 'supersede',
  'policy.discarded': 'discard',
};

/** Walks the table of life along the entries; the last approval has to be of the document that was published. */
function checkVersion(
  version: PolicyVersionAnswer,
  entries: Awaited<ReturnType<typeof entriesWritten>>,
): void {
  let state: PolicyState = 'draft';
  let approvedHash: unknown = null;
  for (const { kind, about, facts } of entries) {
    const event = about.policyVersion === version.policyVersionId ? events[kind] : undefined;
    if (!event) continue;
    // Going back needs no approval of its own.
    const next = stepVersion(state, event, facts.rolledBackTo === undefined ? 'needed' : 'not-needed');
    assert.ok(next.ok, `${kind} in ${state}`);
    if (event === 'approve') approvedHash = facts.documentSha256;
    if (event === 'publish' && facts.rolledBackTo === undefined)
      assert.equal(facts.documentSha256, approvedHash);
    state = next.state;
  }
  assert.equal(version.state, state);
}

async function checkPeople(useCaseId: string): Promise<void> {
  const alone = await db.rows<{ version: number }>(sql`
    select version
    from policy_version
    where use_case_id = ${useCaseId} and published_at is not null and rolled_back_to is null
      and (approved_by = any (writers) or (published_by = approved_by
        and num_nonnulls(created_by, changed_by, submitted_by) = 0))`);
  assert.deepEqual(alone, []);
}
