import type { Payload } from '../../../core/decisions/payload-block.ts';
import type { EntryActor } from '../../../core/ledger/entry.ts';
import { openCommitter } from '../../ledger/open-committer.ts';
import type { RoutedDecision } from '../routing/route-decision.ts';

export type EntriesPlace = {
  commitId: string;
  at: string;
  actorOf: (decision: RoutedDecision) => EntryActor;
};

const commitToInput = openCommitter('input');
const commitToOutput = openCommitter('output');

/**
 * The ledger entries of a commit, in bundle form.
 *
 * Written straight as canonical text, with the keys in their order: every value is one of our own ids, codes and
 * numbers and needs no escaping, and this runs for each decision (2 µs against 6 through `encodeCommit`). A test holds
 * both to the same bytes.
 */
export function recordedEntries(
  decisions: readonly RoutedDecision[],
  payloads: readonly Payload[],
  place: EntriesPlace,
): Uint8Array {
  const texts: string[] = [];
  let length = 0;
  for (const [index, decision] of decisions.entries()) {
    const text = entryText(decision, payloads[index]!, index, place); // one payload each
    texts.push(text);
    length += 2 + text.length;
  }
  const bundle = Buffer.allocUnsafe(length);
  let at = 0;
  for (const text of texts) {
    at = bundle.writeUInt16BE(text.length, at);
    at += bundle.write(text, at, 'latin1');
  }
  return bundle;
}

function entryText(decision: RoutedDecision, payload: Payload, index: number, place: EntriesPlace): string {
  const { task, draw, evaluation, contextId, standingApprovalId } = decision;
  const { pairedWith } = decision.submission.decision;
  const { kind, pseudonym } = place.actorOf(decision);
  return (
    `{"about":{${contextId === null ? '' : `"context":"${contextId}",`}"decision":"${decision.submission.decisionId}"` +
    `,"modelVersion":"${decision.modelVersionId}"${pairedWith === undefined ? '' : `,"pairedWith":"${pairedWith}"`}` +
    `,"policyVersion":"${decision.policyVersionId}"` +
    `${standingApprovalId === null ? '' : `,"standingApproval":"${standingApprovalId}"`}` +
    `${task ? `,"task":"${task.taskId}"` : ''}` +
    `,"useCase":"${decision.useCaseId}"},"act":{"k":"${kind}","p":"${pseudonym}"}` +
    `,"c":{"input":"${commitToInput(payload.inputSalt, payload.input)}"` +
    `,"output":"${commitToOutput(payload.outputSalt, payload.output)}"}` +
    `,"facts":{"audited":${draw.audited}${evaluation.failure === null ? '' : ',"failedClosed":true'}` +
    `,"inclusionPpm":${ppm(draw.inclusionProbability)}${task ? `,"purpose":"${task.purpose}"` : ''}` +
    `,"route":"${decision.route}"${evaluation.ruleIndex === null ? '' : `,"rule":${evaluation.ruleIndex}`}` +
    `${decision.state === 'defaulted' ? ',"safeOutput":true' : ''}` +
    `,"stratum":"${draw.stratum}"},"id":"${place.commitId}.${index}","t":"decision.recorded"` +
    `,"ts":"${place.at}","v":1}`
  );
}

/** Entries hold whole numbers only. */
function ppm(probability: number): number {
  return Math.round(probability * 1e6);
}
