import { randomBytes } from 'node:crypto';
import type { NewVerdict } from '../../../contract/reviews.ts';
import { commit } from '../../../core/ledger/commitment.ts';
import { asVerdict, hiddenFrom } from '../../../core/reviews/blind.ts';
import { checkVerdict, type JudgedOutput, type VerdictProblem } from '../../../core/reviews/check-verdict.ts';
import type { VerdictKind } from '../../../core/reviews/resolve.ts';
import type { OutputKind } from '../../../core/use-cases/use-case.ts';
import type { Tx } from '../../../db/database.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { sha256 } from '../../../platform/sha256.ts';
import { readPayload } from '../read-payloads.ts';
import type { TaskNow } from '../tasks/read-task.ts';

/** What a verdict carries that the log may only commit to: each part with a salt of its own. */
export type Content = {
  output: { bytes: Buffer; salt: Buffer } | null;
  comment: { text: string; salt: Buffer } | null;
};

export function contentOf({ output, comment }: { output?: unknown; comment?: string | undefined }): Content {
  return {
    output:
      output === undefined ? null : { bytes: Buffer.from(JSON.stringify(output)), salt: randomBytes(32) },
    comment: comment === undefined || comment === '' ? null : { text: comment, salt: randomBytes(32) },
  };
}

export function commitmentsTo({ output, comment }: Content): Record<string, string> {
  return {
    ...(comment ? { comment: commitmentTo('comment', comment.salt, Buffer.from(comment.text)) } : {}),
    ...(output ? { output: commitmentTo('output', output.salt, output.bytes) } : {}),
  };
}

function commitmentTo(label: string, salt: Uint8Array, payload: Uint8Array): string {
  const made = commit({ label, salt, payload }, sha256);
  if (!made.ok) throw new Error(`cannot commit to the ${label}: ${made.because}`);
  return made.commitment;
}

type Said = { kind: VerdictKind; output: NewVerdict['output']; comment: NewVerdict['comment'] };

/** The verdict that a submission amounts to; refuses one that fits neither its use case nor what it is about, every problem named. */
export async function verdictFrom(
  tx: Tx,
  task: TaskNow,
  given: NewVerdict,
  limitBytes: number,
): Promise<Said> {
  const { kind, output, reasonCodes = [], comment } = given;
  const hidden = hiddenFrom(task).output;
  // Most verdicts are plain approvals and rejections: nothing to look up for them.
  const plain = !hidden && output === undefined && reasonCodes.length === 0;
  if (plain && kind !== 'edit' && kind !== 'choose') return { kind, output, comment };
  const size = output === undefined ? 0 : Buffer.byteLength(JSON.stringify(output));
  if (size > limitBytes) {
    const message = `The corrected output is ${size} bytes; at most ${limitBytes} are taken.`;
    throw invalid([{ at: '/output', message }]);
  }
  const judged = await judgedOutput(tx, task);
  const problems = checkVerdict({ kind, output, reasonCodes }, { ...judged, hidden });
  if (problems.length > 0) throw invalid(problems);
  return { ...asVerdict({ kind, output }, judged.label ?? judged.output), comment };
}

function invalid(problems: readonly VerdictProblem[]): Refusal {
  return new Refusal(
    'unprocessable',
    'verdict.invalid',
    problems.map((problem) => problem.message).join(' '),
    {
      problems: problems.map((problem) => ({ at: `body${problem.at}`, message: problem.message })),
    },
  );
}

async function judgedOutput(tx: Tx, task: TaskNow): Promise<Omit<JudgedOutput, 'hidden'>> {
  const row = await tx.row<{
    output_kind: OutputKind;
    classes: { name: string }[];
    reason_codes: { code: string }[];
    predicted_class: string | null;
    commit_id: string;
    entry_index: number;
  }>({
    name: 'judged-output',
    text: `select output_kind, classes, reason_codes, predicted_class, commit_id, entry_index
      from use_case join decision on decision.use_case_id = use_case.use_case_id
      where decision_id = $1`,
    values: [task.decisionId],
  });
  if (!row) throw new Error(`the task ${task.taskId} has no decision`);
  const content = await readPayload(tx, { commitId: row.commit_id, entryIndex: row.entry_index });
  return {
    outputKind: row.output_kind,
    classes: new Set(row.classes.map((known) => known.name)),
    reasonCodes: new Set(row.reason_codes.map((known) => known.code)),
    label: row.predicted_class,
    output: content?.output,
  };
}
