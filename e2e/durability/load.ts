import { setTimeout as sleep } from 'node:timers/promises';
import { type NewDecision, type RoutedLine, submitDecision } from '../../src/contract/decisions.ts';
import {
  type Claim,
  claimNext,
  listClaims,
  type NewVerdict,
  submitVerdict,
  withdrawVerdict,
} from '../../src/contract/reviews.ts';
import { problemFrom, send } from '../../src/sdk/client.ts';
import { newDecisionId } from '../../src/sdk/decision-id.ts';
import type { PersonClient } from '../../src/sdk/person-client.ts';
import { readLines } from '../../src/sdk/read-lines.ts';
import { type Book, type BookedVerdict, noteFailure } from './book.ts';
import { pick } from './random.ts';
import { model, patiences, type Site, useCase } from './site.ts';

/** Callers that go on until they are told to stop; a stop lets each finish what it has under way. */
export type Load = { stop(): Promise<void> };

export type LoadSize = {
  /** Callers that send one decision after the other. */
  singles: number;
  /** Callers that send NDJSON, and how many lines a time. */
  batches: number;
  lines: number;
};

/** A refused or cut-off caller waits this long, or the failures alone would keep two cores busy. */
const afterFailureMs = 25;

export function startLoad(site: Site, book: Book, size: LoadSize, random: () => number): Load {
  return startLoops([
    ...Array.from({ length: size.singles }, () => () => sendOne(site, book, random)),
    ...Array.from({ length: size.batches }, () => () => sendLines(site, book, size.lines, random)),
  ]);
}

/** Each reviewer claims, judges, and now and then takes a verdict back; the last one is the expert and always decides. */
export function startReviewers(people: readonly PersonClient[], book: Book, random: () => number): Load {
  return startLoops(
    people.map((person, i) => {
      const kinds = i === people.length - 1 ? decidingKinds : [...decidingKinds, 'cannot-decide' as const];
      return reviewing(person, book, random, kinds);
    }),
  );
}

const decidingKinds = ['approve', 'approve', 'approve', 'edit', 'reject'] as const;

export function newDecision(random: () => number, patience: string): NewDecision {
  return {
    decisionId: newDecisionId(Date.now()),
    useCase,
    model,
    input: { text: `Where is my transfer? ${'It has not arrived. '.repeat(Math.floor(random() * 20))}` },
    output: 'Wait one more day.',
    confidence: Math.round(random() * 1000) / 1000,
    metadata: { patience },
  };
}

/** Sends one decision again or for the first time, and books the answer; throws what the SDK throws. */
export async function submit(site: Site, book: Book, decision: NewDecision): Promise<void> {
  const id = decision.decisionId ?? '';
  book.sent.set(id, decision);
  book.answered.set(id, await site.machine.client.call(submitDecision, { body: decision }));
}

/** Answers per line; `book.answered` has those that were taken. */
export async function submitLines(site: Site, book: Book, decisions: readonly NewDecision[]): Promise<void> {
  for (const decision of decisions) book.sent.set(decision.decisionId ?? '', decision);
  const raw = {
    type: 'application/x-ndjson',
    text: decisions.map((decision) => `${JSON.stringify(decision)}\n`).join(''),
  };
  const sentAt = performance.now();
  const response = await send(site.machine.client.options, submitDecision, { raw });
  if (!response.ok) throw await problemFrom(response);
  if (!response.body) return;
  for await (const text of readLines(response.body)) {
    const line = JSON.parse(text) as RoutedLine; // serialised by the contract
    if ('decision' in line) book.answered.set(line.decision.decisionId, line.decision);
    else {
      const { status, code } = line.refusal;
      book.refusals.push({ status, code, retryAfterSeconds: 1, tookMs: performance.now() - sentAt });
      if (status !== 503) book.surprises.push(`line ${line.line}: ${status} ${code}`);
    }
  }
}

function startLoops(steps: readonly (() => Promise<unknown>)[]): Load {
  let stopped = false;
  const loops = steps.map(async (step) => {
    while (!stopped) await step();
  });
  return {
    async stop() {
      stopped = true;
      await Promise.all(loops);
    },
  };
}

async function sendOne(site: Site, book: Book, random: () => number): Promise<void> {
  await booked(book, [], () => submit(site, book, newDecision(random, pick(random, patiences))));
}

async function sendLines(site: Site, book: Book, lines: number, random: () => number): Promise<void> {
  const decisions = Array.from({ length: lines }, () => newDecision(random, pick(random, patiences)));
  await booked(book, [], () => submitLines(site, book, decisions));
}

/** What may come between a claim and its verdict: the decision timed out, or the undo came too late. */
const expectedOfReviewers = ['claim.stale', 'verdict.too-late', 'claim.hands-full'];

type Kinds = readonly NewVerdict['kind'][];

/** As the console does: whoever comes back asks first what is still in their hands. */
function reviewing(person: PersonClient, book: Book, random: () => number, kinds: Kinds) {
  let fresh = true;
  return async () => {
    const done = await booked(book, expectedOfReviewers, async () => {
      const held = fresh ? (await person.call(listClaims)).items : [];
      fresh = false;
      const { claim = null } = held.length > 0 ? {} : await person.call(claimNext, { body: {} });
      const claims = claim ? [claim] : held;
      for (const one of claims) await judge(person, book, { claim: one, kind: pick(random, kinds), random });
      if (claims.length === 0) await sleep(afterFailureMs);
    });
    fresh = !done;
  };
}

type Judging = { claim: Claim; kind: NewVerdict['kind']; random: () => number };

async function judge(person: PersonClient, book: Book, { claim, kind, random }: Judging): Promise<void> {
  const { taskId } = claim.item;
  const { claimToken } = claim;
  book.claims.push({ taskId, claimToken });
  const verdict = await person.call(submitVerdict, {
    params: { taskId },
    body: { claimToken, kind, ...(kind === 'edit' ? { output: 'It comes today.' } : {}) },
  });
  const { verdictId, decisionId } = verdict;
  const entry: BookedVerdict = { verdictId, taskId, decisionId, withdrawal: 'none' };
  book.verdicts.set(verdictId, entry);
  if (random() > 0.05) return;
  entry.withdrawal = 'asked';
  const again = await person.call(withdrawVerdict, { params: { verdictId } });
  entry.withdrawal = 'answered';
  await judge(person, book, { claim: again, kind: 'approve', random: () => 1 });
}

/** Answers whether the work came to its end. */
async function booked(book: Book, expected: readonly string[], work: () => Promise<void>): Promise<boolean> {
  const sentAt = performance.now();
  try {
    await work();
    return true;
  } catch (error) {
    noteFailure(book, error, { sentAt, expected });
    await sleep(afterFailureMs);
    return false;
  }
}
