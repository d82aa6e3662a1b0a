import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Static } from 'typebox';
import type { Endpoint } from '../../contract/endpoint.ts';
import {
  changeDraft,
  checkPolicy,
  diffPolicies,
  discardDraft,
  draftPolicy,
  getPolicyVersion,
  listPolicyVersions,
  type PolicyDocument,
  type PolicyVersion,
  publishPolicy,
} from '../../contract/policies.ts';
import { sql } from '../../db/sql.ts';
import { entriesWritten } from '../../testing/review-desk.ts';
import { openStage, stagePolicy } from '../../testing/stage.ts';
import { openStageServer } from '../../testing/stage-server.ts';
import { createUseCase } from '../use-cases/create-use-case.ts';
import { documentHash } from './document-hash.ts';

type Version = Static<typeof PolicyVersion>;
type Problem = {
  code: string;
  detail: string;
  todo: string;
  problems: { at: string; message: string }[];
  facts: { inForce: { policyVersionId: string } | null; changes: { sentence: string }[] };
};

const stage = await openStage();
const server = await openStageServer(stage);
const owner = await server.person('policy-owner');
const { useCaseId } = stage;
const holdAll: PolicyDocument = { ...stagePolicy, rules: [] };
const broken: PolicyDocument = {
  ...stagePolicy,
  rules: [
    { name: 'Misspelt', when: 'metadata.amuont > 5', route: { kind: 'release' } },
    { name: 'Not a condition', when: '1 + 1', route: { kind: 'release' } },
    { name: 'Not a condition', when: 'confidence >', route: { kind: 'release' } },
  ],
};

async function ok<T = Version>(endpoint: Endpoint, input: Parameters<typeof server.call>[2]): Promise<T> {
  const answer = await server.call(endpoint, owner, input);
  assert.ok(answer.status < 300, answer.text);
  return answer.body as T;
}

async function refused(endpoint: Endpoint, input: Parameters<typeof server.call>[2]) {
  const answer = await server.call(endpoint, owner, input);
  assert.ok(answer.status >= 400, answer.text);
  return { status: answer.status, ...(answer.body as Problem) };
}

const draft = (body: object = {}) => ok(draftPolicy, { params: { useCaseId }, body });
const change = ({ policyVersionId, revision }: Version, body: object) =>
  ({ params: { policyVersionId }, body: { revision, ...body } }) as const;
const over = ({ basedOn }: Version) => ({ inForce: basedOn });
const publish = (version: Version) => ok(publishPolicy, change(version, over(version)));
const read = ({ policyVersionId }: Version) => ok(getPolicyVersion, { params: { policyVersionId } });

async function inForce(): Promise<Version> {
  const { items } = await ok<{ items: Version[] }>(listPolicyVersions, {
    params: { useCaseId },
    query: { limit: 200 },
  });
  const published = items.filter(({ state }) => state === 'published');
  assert.equal(published.length, 1, 'one version is in force');
  return published[0]!; // one, as just asserted
}

async function kindsAbout(policyVersionId: string): Promise<string[]> {
  const entries = await entriesWritten(stage.db);
  return entries.filter(({ about }) => about.policyVersion === policyVersionId).map(({ kind }) => kind);
}

test('a draft starts from the version in force, from a given one, or from a given document', async () => {
  const current = await inForce();
  const fromForce = await draft();
  assert.deepEqual([fromForce.document, fromForce.basedOn], [stagePolicy, current.policyVersionId]);
  assert.deepEqual([fromForce.state, fromForce.revision, fromForce.publishedAt], ['draft', 1, null]);
  const own = await draft({ document: holdAll, note: 'All of it' });
  assert.deepEqual([own.document, own.note, own.version], [holdAll, 'All of it', fromForce.version + 1]);
  const fromDraft = await draft({ basedOn: own.policyVersionId });
  assert.deepEqual([fromDraft.document, fromDraft.basedOn], [holdAll, own.policyVersionId]);
});

test('a first draft holds everything, and a base of another use case is refused', async () => {
  const given = { slug: 'fresh', name: 'Fresh', riskClass: 'minimal', outputKind: 'text' } as const;
  const fresh = await createUseCase(stage.deps, stage.owner, given, stage.deps.clock.now());
  const first = await ok(draftPolicy, { params: { useCaseId: fresh.useCaseId }, body: {} });
  assert.deepEqual([first.document.rules, first.document.otherwise.kind, first.version], [[], 'hold', 1]);
  const { status, code } = await refused(draftPolicy, {
    params: { useCaseId },
    body: { basedOn: first.policyVersionId },
  });
  assert.deepEqual([status, code], [422, 'policy.other-use-case']);
});

test('drafts that start at once get versions of their own', async () => {
  const drafts = await Promise.all(Array.from({ length: 8 }, () => draft()));
  const versions = drafts.map(({ version }) => version).sort((a, b) => a - b);
  assert.equal(new Set(versions).size, 8);
  assert.equal(versions[7]! - versions[0]!, 7, 'without gaps'); // eight of them
});

test('a draft changes; what is left out stays; two who change it at once do not overwrite each other', async () => {
  const first = await draft({ note: 'One' });
  const second = await ok(changeDraft, change(first, { document: holdAll }));
  assert.deepEqual([second.document, second.note, second.revision], [holdAll, 'One', 2]);
  assert.notEqual(second.documentHash, first.documentHash);
  assert.equal(second.documentHash, documentHash(holdAll).toString('hex'));
  const third = await ok(changeDraft, change(second, { note: 'Two' }));
  assert.deepEqual([third.document, third.note], [holdAll, 'Two']);
  const late = await refused(changeDraft, change(second, { note: 'Three' }));
  assert.deepEqual([late.status, late.code], [409, 'policy.changed-meanwhile']);
  const answers = await Promise.all(
    [1, 2, 3].map((note) => server.call(changeDraft, owner, change(third, { note: `${note}` }))),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
});

test('a draft may be wrong as long as it is one; publishing names every problem with its place', async () => {
  const wrong = await draft({ document: broken });
  const problem = await refused(publishPolicy, change(wrong, over(wrong)));
  assert.deepEqual([problem.status, problem.code], [422, 'policy.invalid']);
  const places = problem.problems.map(({ at }) => at);
  for (const at of ['/rules/0/when', '/rules/1/when', '/rules/2/when']) assert.ok(places.includes(at), at);
  assert.ok(problem.problems.some(({ message }) => /amuont/.test(message)));
  const { problems } = await ok<{ problems: object[] }>(checkPolicy, {
    params: { useCaseId },
    body: { document: broken },
  });
  assert.ok(problems.length >= problem.problems.length, 'checking says as much without saving');
  assert.equal((await read(wrong)).state, 'draft');
});

test('publishing puts a version in force, replaces the one before, and moves the epoch', async () => {
  const before = await inForce();
  const epochBefore = await epoch();
  const next = await publish(await draft({ document: holdAll }));
  assert.deepEqual([next.state, next.document], ['published', holdAll]);
  assert.ok(next.publishedAt && next.publishedBy);
  assert.equal((await inForce()).policyVersionId, next.policyVersionId);
  const old = await read(before);
  assert.equal(old.state, 'superseded');
  assert.ok(old.supersededAt);
  assert.equal(await epoch(), epochBefore + 1);
  assert.deepEqual(await kindsAbout(next.policyVersionId), ['policy.drafted', 'policy.published']);
  await publish(await draft({ document: stagePolicy }));
});

test('what was published, replaced or discarded never changes', async () => {
  const published = await inForce();
  const discarded = await ok(discardDraft, { params: { policyVersionId: (await draft()).policyVersionId } });
  assert.equal(discarded.state, 'discarded');
  const { items } = await ok<{ items: Version[] }>(listPolicyVersions, {
    params: { useCaseId },
    query: { limit: 200 },
  });
  const superseded = items.find(({ state }) => state === 'superseded');
  assert.ok(superseded);
  for (const version of [published, discarded, superseded]) {
    for (const endpoint of [changeDraft, publishPolicy, discardDraft]) {
      const { status, code, todo } = await refused(endpoint, {
        params: { policyVersionId: version.policyVersionId },
        ...(endpoint === discardDraft ? {} : { body: { revision: version.revision, ...extra(endpoint) } }),
      });
      assert.deepEqual([status, code], [409, 'policy.not-a-draft'], `${version.state} ${endpoint.id}`);
      assert.ok(todo);
    }
    assert.deepEqual(await read(version), version);
  }
});

test('two publish the same draft at once: one does, the other is told', async () => {
  const same = await draft({ document: holdAll });
  const answers = await Promise.all(
    [1, 2, 3].map(() => server.call(publishPolicy, owner, change(same, over(same)))),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
  assert.equal((await inForce()).policyVersionId, same.policyVersionId);
});

test('two publish different drafts at once: one is in force, the others are told what it changed', async () => {
  await publish(await draft({ document: stagePolicy }));
  const drafts = await Promise.all([1, 2, 3, 4].map((n) => draft({ document: holdAll, note: `${n}` })));
  const answers = await Promise.all(
    drafts.map((one) => server.call(publishPolicy, owner, change(one, over(one)))),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409]);
  const current = await inForce();
  const winner = drafts.findIndex(({ policyVersionId }) => policyVersionId === current.policyVersionId);
  assert.equal(answers[winner]?.status, 200);
  for (const answer of answers.filter(({ status }) => status === 409)) {
    const { code, detail, facts } = answer.body as Problem;
    assert.equal(code, 'policy.other-published');
    assert.match(detail, new RegExp(`^${current.publishedBy} published version ${current.version} at 20`));
    assert.equal(facts.inForce?.policyVersionId, current.policyVersionId);
    assert.ok(facts.changes.some(({ sentence }) => /"Fraud is always held" was removed/.test(sentence)));
  }
  for (const one of drafts) {
    const { state } = await read(one);
    assert.equal(state, one.policyVersionId === current.policyVersionId ? 'published' : 'draft');
  }
});

test('whoever was told publishes again over what is in force now', async () => {
  const mine = await draft({ document: stagePolicy });
  const theirs = await publish(await draft({ document: holdAll }));
  const told = await refused(publishPolicy, change(mine, over(mine)));
  assert.equal(told.code, 'policy.other-published');
  const again = await ok(publishPolicy, change(mine, { inForce: theirs.policyVersionId }));
  assert.equal(again.state, 'published');
  assert.equal((await read(theirs)).state, 'superseded');
});

test('a belief about what is in force has to be about this use case', async () => {
  const given = { slug: 'elsewhere', name: 'Elsewhere', riskClass: 'minimal', outputKind: 'text' } as const;
  const other = await createUseCase(stage.deps, stage.owner, given, stage.deps.clock.now());
  const params = { useCaseId: other.useCaseId };
  const foreign = await ok(draftPolicy, { params, body: {} });
  const mine = await draft();
  const believe = (version: Version, inForce: string | null) =>
    refused(publishPolicy, change(version, { inForce }));
  assert.equal((await believe(mine, foreign.policyVersionId)).code, 'policy.other-use-case');
  assert.equal((await believe(mine, null)).code, 'policy.other-published');
  assert.equal((await believe(mine, '01990000-0000-7000-8000-000000000000')).code, 'policy.unknown');
  const early = await believe(foreign, foreign.policyVersionId);
  assert.deepEqual([early.code, early.facts.inForce], ['policy.other-published', null]);
});

test('the difference is told against the base, or against any other version', async () => {
  const base = await publish(await draft({ document: stagePolicy }));
  const changed = await draft({
    document: { ...stagePolicy, rules: stagePolicy.rules.slice(1), audit: { rate: 0.1 } },
  });
  type Diff = {
    from: { version: number } | null;
    to: { version: number };
    changes: { kind: string; sentence: string }[];
  };
  const toBase = await ok<Diff>(diffPolicies, { params: { policyVersionId: changed.policyVersionId } });
  assert.deepEqual([toBase.from?.version, toBase.to.version], [base.version, changed.version]);
  const explicit = await ok<Diff>(diffPolicies, {
    params: { policyVersionId: changed.policyVersionId },
    query: { from: base.policyVersionId },
  });
  assert.equal(explicit.from?.version, base.version);
  assert.ok(explicit.changes.some(({ kind, sentence }) => kind === 'removed' && /Fraud/.test(sentence)));
  assert.ok(explicit.changes.length >= 2);
  const same = await ok<Diff>(diffPolicies, {
    params: { policyVersionId: base.policyVersionId },
    query: { from: base.policyVersionId },
  });
  assert.deepEqual(same.changes, []);
});

test('the history pages by version, newest first', async () => {
  const seen: number[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await ok<{ items: Version[]; next: string | null }>(listPolicyVersions, {
      params: { useCaseId },
      query: { limit: 3, ...(cursor ? { cursor } : {}) },
    });
    seen.push(...page.items.map(({ version }) => version));
    cursor = page.next;
  }
  assert.deepEqual(
    seen,
    Array.from({ length: seen.length }, (_, i) => seen.length - i),
  );
});

test('what is unknown is not found; what does not fit is refused', async () => {
  const policyVersionId = '01990000-0000-7000-8000-000000000000';
  assert.equal((await refused(getPolicyVersion, { params: { policyVersionId } })).code, 'policy.unknown');
  assert.equal(
    (await refused(publishPolicy, { params: { policyVersionId }, body: { revision: 1, inForce: null } }))
      .status,
    404,
  );
  const unknown = await refused(draftPolicy, { params: { useCaseId: policyVersionId }, body: {} });
  assert.equal(unknown.code, 'use-case.unknown');
  const rules = [{ name: 'x', when: 'true', route: { kind: 'explode' } }];
  assert.equal(
    (await refused(draftPolicy, { params: { useCaseId }, body: { document: { ...stagePolicy, rules } } }))
      .status,
    400,
  );
});

test('who may look may not write, who may write may not always publish, and nobody sees without permission', async () => {
  const { policyVersionId, revision } = await draft();
  const params = { policyVersionId };
  const cases = [
    ['admin', getPolicyVersion, 200],
    ['admin', publishPolicy, 403],
    ['auditor', getPolicyVersion, 200],
    ['auditor', discardDraft, 403],
    ['reviewer', getPolicyVersion, 403],
  ] as const;
  for (const [role, endpoint, status] of cases) {
    const body = endpoint === publishPolicy ? { body: { revision, inForce: null } } : {};
    const answer = await server.call(endpoint, await server.person(role), { params, ...body });
    assert.equal(answer.status, status, `${role} ${endpoint.id}`);
  }
});

test('documents have limits: rules, the length of a condition, rates, times', async () => {
  const rule = { name: 'x', when: 'true', route: { kind: 'release' as const } };
  const wrong: object[] = [
    { ...stagePolicy, rules: Array.from({ length: 201 }, () => rule) },
    { ...stagePolicy, rules: [{ ...rule, when: 'x'.repeat(2001) }] },
    { ...stagePolicy, audit: { rate: 1.5 } },
    { ...stagePolicy, otherwise: { kind: 'hold', dueSeconds: 0, timeout: { action: 'keep-holding' } } },
    { ...stagePolicy, otherwise: { kind: 'hold', dueSeconds: 60, timeout: { action: 'reject' } } },
    { ...stagePolicy, more: 1 },
  ];
  for (const document of wrong) {
    const { status, code } = await refused(draftPolicy, { params: { useCaseId }, body: { document } });
    assert.deepEqual([status, code], [400, 'request.invalid']);
  }
});

test('a document has one hash, whatever the order of its keys', () => {
  const { rules, otherwise, audit } = stagePolicy;
  assert.deepEqual(documentHash({ audit, otherwise, rules }), documentHash(stagePolicy));
  assert.notDeepEqual(documentHash({ ...stagePolicy, audit: { rate: 0.01 } }), documentHash(stagePolicy));
});

/** What publishing asks for beside the revision. */
function extra(endpoint: Endpoint): object {
  return endpoint === publishPolicy ? { inForce: null } : {};
}

async function epoch(): Promise<number> {
  return (await stage.db.row<{ epoch: number }>(sql`select epoch from routing_epoch`))?.epoch ?? 0;
}
