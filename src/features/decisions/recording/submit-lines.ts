import { PassThrough, type Readable } from 'node:stream';
import { NewDecision, type RoutedLine } from '../../../contract/decisions.ts';
import type { Actor } from '../../../core/access/actor.ts';
import type { Answered } from '../../../platform/batch.ts';
import { parseJson } from '../../../platform/http/parse-json.ts';
import { problemOfError } from '../../../platform/http/problem.ts';
import { type Line, readLines } from '../../../platform/http/read-lines.ts';
import { compileSchema, describeErrors } from '../../../platform/http/validate.ts';
import type { Log } from '../../../platform/log.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Ingest } from './ingest.ts';
import { type Submission, takeIn } from './submission.ts';

const validate = compileSchema(NewDecision, 'body');
const groupSize = 256;
/** 256 lines of 256 KiB would be 64 MiB of one caller; 4 MiB hold 256 lines of 16 KiB, more than most decisions have. */
const groupBytes = 4 * 1024 * 1024;
/** Groups of one caller under way at once: the next is parsed while one commits. */
const groupsAhead = 2;
/** A caller who sends a line now and then is not kept waiting for a full group. */
const lingerMs = 10;
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
  const limits = { lineBytes: from.limitBytes + slackBytes, groupSize, groupBytes, lingerMs };
  const ahead: Promise<void>[] = [];
  let sent = Promise.resolve();
  for await (const lines of readLines(stream, limits)) {
    const answered = submitGroup(ingest, lines, from);
    sent = Promise.all([answered, sent]).then(([text]) => send(answers, text));
    sent.catch(() => undefined); // thrown where it is awaited
    ahead.push(sent);
    if (ahead.length >= groupsAhead) await ahead.shift();
  }
  await sent;
}

async function send(answers: PassThrough, text: string): Promise<void> {
  if (!answers.write(text)) await roomAgain(answers);
}

/** Waits until the caller has read enough; throws when there is no caller any more. */
function roomAgain(answers: PassThrough): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      answers.off('drain', settle).off('close', settle);
      if (answers.destroyed) reject(new Error('the caller went away'));
      else resolve();
    };
    // Closed already: there will be no event any more.
    if (answers.destroyed) settle();
    else answers.on('drain', settle).on('close', settle);
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
    return parseJson(bytes, 'The line');
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function asLine(line: number, answered: Answered<unknown>, log: Log): RoutedLine {
  if (answered.ok) return { line, decision: answered.answer as never }; // the ingest answers Routed
  const { status, code, detail } = problemOfError(answered.error, log);
  return { line, refusal: { status, code, detail } };
}
