import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Payload } from '../../../core/decisions/payload-block.ts';
import { commit } from '../../../core/ledger/commitment.ts';
import { type EntryActor, type EntryDraft, encodeCommit } from '../../../core/ledger/entry.ts';
import { sha256 } from '../../../platform/sha256.ts';
import type { RoutedDecision } from '../routing/route-decision.ts';
import { recordedEntries } from './recorded-entries.ts';

const uuid = fc.uuid({ version: 7 });
const actor: EntryActor = { kind: 'service', pseudonym: 'abcdefghijklmnopqrstuvwxyz0' };

/** What recording reads of a routed decision when it writes the entry; nothing else is filled in. */
const routed = fc
  .record({
    decisionId: uuid,
    useCaseId: uuid,
    modelVersionId: uuid,
    policyVersionId: uuid,
    taskId: fc.option(uuid),
    purpose: fc.constantFrom('approval', 'review', 'audit'),
    route: fc.constantFrom('release', 'hold', 'release-and-review', 'consensus', 'shadow'),
    state: fc.constantFrom('released', 'held', 'defaulted', 'shadowed'),
    contextId: fc.option(uuid),
    pairedWith: fc.option(uuid, { nil: undefined }),
    standingApprovalId: fc.option(uuid),
    ruleIndex: fc.option(fc.nat(200)),
    failure: fc.option(fc.constant('Rule "Ünusual" could not be evaluated.')),
    audited: fc.boolean(),
    inclusionProbability: fc.double({ min: 0, max: 1, noNaN: true }),
    stratum: fc.constantFrom('rest', 'large-amounts', 'rest~2'),
  })
  .map(
    (one) =>
      ({
        submission: { decisionId: one.decisionId, decision: { pairedWith: one.pairedWith } },
        useCaseId: one.useCaseId,
        modelVersionId: one.modelVersionId,
        policyVersionId: one.policyVersionId,
        task: one.taskId === null ? null : { taskId: one.taskId, purpose: one.purpose },
        route: one.route,
        state: one.state,
        contextId: one.contextId,
        standingApprovalId: one.standingApprovalId,
        evaluation: { ruleIndex: one.ruleIndex, failure: one.failure },
        draw: {
          audited: one.audited,
          inclusionProbability: one.inclusionProbability,
          stratum: one.stratum,
        },
      }) as RoutedDecision,
  );

const bytes = fc.uint8Array({ maxLength: 50 });
const salt = fc.uint8Array({ minLength: 32, maxLength: 32 });
const payload = fc.record({ inputSalt: salt, outputSalt: salt, input: bytes, output: bytes, more: bytes });

test('the text written straight is, to the byte, what the core makes of the same entries', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(routed, payload), { minLength: 1, maxLength: 5 }),
      uuid,
      (items, commitId) => {
        const decisions = items.map(([decision]) => decision);
        const payloads = items.map(([, content]) => content);
        const at = '2026-03-01T12:00:00.000Z';
        const drafts = items.map(([decision, content]) => draftOf(decision, content));
        const expected = encodeCommit(drafts, { commitId, at });
        assert.ok(expected.ok, JSON.stringify(expected));
        const written = recordedEntries(decisions, payloads, { commitId, at, actorOf: () => actor });
        assert.equal(Buffer.from(written).toString('latin1'), Buffer.from(expected.bytes).toString('latin1'));
      },
    ),
  );
});

function draftOf(decision: RoutedDecision, content: Payload): EntryDraft {
  const { task, draw, evaluation, contextId, standingApprovalId } = decision;
  const { pairedWith } = decision.submission.decision;
  return {
    kind: 'decision.recorded',
    actor,
    about: {
      ...(contextId ? { context: contextId } : null),
      ...(pairedWith ? { pairedWith } : null),
      ...(standingApprovalId ? { standingApproval: standingApprovalId } : null),
      decision: decision.submission.decisionId,
      modelVersion: decision.modelVersionId,
      policyVersion: decision.policyVersionId,
      ...(task ? { task: task.taskId } : null),
      useCase: decision.useCaseId,
    },
    facts: {
      audited: draw.audited,
      inclusionPpm: Math.round(draw.inclusionProbability * 1e6),
      ...(task ? { purpose: task.purpose } : null),
      route: decision.route,
      ...(decision.state === 'defaulted' ? { safeOutput: true } : null),
      ...(evaluation.ruleIndex === null ? null : { rule: evaluation.ruleIndex }),
      ...(evaluation.failure === null ? null : { failedClosed: true }),
      stratum: draw.stratum,
    },
    commitments: {
      input: committed('input', content.inputSalt, content.input),
      output: committed('output', content.outputSalt, content.output),
    },
  };
}

function committed(label: string, salted: Uint8Array, content: Uint8Array): string {
  const made = commit({ label, salt: salted, payload: content }, sha256);
  assert.ok(made.ok);
  return made.commitment;
}
