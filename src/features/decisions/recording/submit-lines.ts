import { PassThrough, type Readable } from 'node:stream';
import { NewDecision, type RoutedLine } from '../../../contract/decisions.ts';
import type { Actor } from '../../../core/access/actor.ts';
import type { Answered } from '../../../platform/batch.ts';
import { problemOfError } from '../../../platform/http/problem.ts';
import { type Line, readLines } from '../../../platform/http/read-lines.ts';
import { compileSchema, describeErrors } from '../../../platform/http/validate.ts';
import type { Log } from '../../../platform/log.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Ingest } from './ingest.ts';
import { type Submission, takeIn } from './submission.ts';

const validate = compileSchema(NewDecision, 'body');
const groupSize = 256;
/** Groups of one caller under way at once: the next is parsed while one commits. */
const groupsAhead = 2;
/** Room for keys, metadata and probabilities around the payload. */
const slackBytes = 64 * 1024;

export type LinesFrom = { actor: Actor; now: () => number; limitBytes: number; log: Log };

/**
 * Submits NDJSON: one decision a line, answers as NDJSON in the order of the lines, each after its commit. A bad line
 * is refused with its number, the good ones are taken. The caller's sending is slowed to the speed of committing.
 */
export function submitLines(ingest: Ingest, stream: Readable, from: LinesFrom): PassThrough {
  const answers = new PassThrough({ highWaterMark: 1 << 20 });
  pump(ingest, stream, from, answers).then(
    () => answers.end(),
    (error: Error) => answers.destroy(error),
  );
  return answers;
}

async function pump(ingest: Ingest, stream: Readable, from: LinesFrom, answers: PassThrough): Promise<void> {
  const underWay: Promise<string>[] = [];
  for await (const lines of readLines(stream, from.limitBytes + slackBytes, groupSize)) {
    underWay.push(submitGroup(ingest, lines, from));
    if (underWay.length >= groupsAhead) await send(answers, await underWay.shift());
  }
  for (const group of underWay) await send(answers, await group);
}

async function send(answers: PassThrough, text: string | undefined): Promise<void> {
  if (text === undefined || answers.write(text)) return;
  await new Promise((resolve, reject) => {
    answers.once('drain', resolve);
    answers.once('close', () => reject(new Error('the caller went away')));
  });
}

async function submitGroup(ingest: Ingest, lines: readonly Line[], from: LinesFrom): Promise<string> {
  const taken = lines.map((line) => readLine(line, from));
  const submissions = taken.filter((item): item is Submission => !(item instanceof Refusal));
  const answered = await submitAll(ingest, submissions);
  let next = 0;
  let text = '';
  taken.forEach((item, index) => {
    const line = lines[index]?.number ?? 0;
    const answer: Answered<unknown> =
      item instanceof Refusal ? { ok: false, error: item } : answered[next++]!; // one each
    text += `${JSON.stringify(asLine(line, answer, from.log))}\n`;
  });
  return text;
}

async function submitAll(ingest: Ingest, submissions: readonly Submission[]) {
  if (submissions.length === 0) return [];
  try {
    return await ingest.submit(submissions);
  } catch (error) {
    return submissions.map(() => ({ ok: false as const, error }));
  }
}

function readLine(line: Line, { actor, now, limitBytes }: LinesFrom): Submission | Refusal {
  if ('tooLong' in line) {
    return new Refusal(
      'too-large',
      'decision.too-large',
      `The line is longer than ${limitBytes + slackBytes} bytes.`,
    );
  }
  const parsed = parse(line.bytes);
  if (parsed instanceof Refusal) return parsed;
  if (!validate(parsed)) {
    const problems = describeErrors(validate.errors);
    const first = problems[0];
    return new Refusal(
      'bad-request',
      'request.invalid',
      `The line does not fit: ${first?.at ?? ''} ${first?.message ?? ''}.`,
    );
  }
  return takeIn(parsed as NewDecision, line.bytes, { actor, atMs: now(), limitBytes }); // just validated against NewDecision
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return new Refusal('bad-request', 'request.malformed', 'The line is not JSON.');
  }
}

function asLine(line: number, answered: Answered<unknown>, log: Log): RoutedLine {
  if (answered.ok) return { line, decision: answered.answer as never }; // the ingest answers Routed
  const { status, code, detail } = problemOfError(answered.error, log);
  return { line, refusal: { status, code, detail } };
}
