import { type NewDecision, type RoutedLine, submitDecision } from '../contract/decisions.ts';
import { type Client, problemFrom, send } from './client.ts';
import { ConnectionError } from './connection-error.ts';
import { newDecisionId } from './decision-id.ts';
import { inChunks } from './in-chunks.ts';
import { readLines } from './read-lines.ts';
import { pause, type RetryOptions, retry } from './retry.ts';

export type SubmitManyOptions = RetryOptions & {
  /** Lines of one request, at most 500. Requests with a streamed body do not work in every browser. */
  linesPerRequest?: number;
  /** A slow source is sent this long after its first waiting line. */
  lingerMs?: number;
};

/**
 * Submits many decisions as NDJSON and yields one answer a line; `line` counts from 1 over the whole source.
 *
 * Each decision gets an id here if it has none, so whatever a broken connection or a busy server left unanswered is
 * sent again. Answers come in order, except for lines that had to be sent again. A refused line is an answer, not an
 * error.
 */
export async function* submitMany(
  client: Client,
  decisions: Iterable<NewDecision> | AsyncIterable<NewDecision>,
  options: SubmitManyOptions = {},
): AsyncGenerator<RoutedLine> {
  const most = Math.min(500, Math.max(1, options.linesPerRequest ?? 500));
  let sent = 0;
  for await (const chunk of inChunks(decisions, { most, lingerMs: options.lingerMs ?? 20 })) {
    const lines = chunk.map((decision, i) => ({
      line: sent + i + 1,
      text: JSON.stringify({ ...decision, decisionId: decision.decisionId ?? newDecisionId(Date.now()) }),
    }));
    sent += chunk.length;
    yield* submitChunk(client, lines, options);
  }
}

type Line = { line: number; text: string };

async function* submitChunk(
  client: Client,
  lines: readonly Line[],
  options: SubmitManyOptions,
): AsyncGenerator<RoutedLine> {
  let open = lines;
  while (open.length > 0) {
    const asked = open;
    const settled = new Set<number>();
    const { answers, broken } = await exchange(client, asked, options);
    for (const answer of answers) {
      const line = asked[answer.line - 1];
      if (!line) throw new Error(`The server answered line ${answer.line} of ${asked.length}.`);
      if ('refusal' in answer && answer.refusal.status === 503) continue;
      settled.add(line.line);
      yield { ...answer, line: line.line };
    }
    open = asked.filter(({ line }) => !settled.has(line));
    if (open.length > 0 && settled.size === 0) await wait(broken, options);
  }
}

/** One request. Answers that arrived before a connection broke still count. */
async function exchange(
  client: Client,
  lines: readonly Line[],
  options: SubmitManyOptions,
): Promise<{ answers: RoutedLine[]; broken: unknown }> {
  const raw = { type: 'application/x-ndjson', text: `${lines.map(({ text }) => text).join('\n')}\n` };
  const answers: RoutedLine[] = [];
  let broken: unknown = null;
  await retry(async (signal) => {
    const response = await send(client.options, submitDecision, { raw }, { signal });
    if (!response.ok) throw await problemFrom(response);
    if (!response.body) return;
    try {
      for await (const line of readLines(response.body, signal)) answers.push(JSON.parse(line) as RoutedLine); // serialised by the contract
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      broken = error;
    }
  }, options);
  return { answers, broken };
}

async function wait(broken: unknown, options: SubmitManyOptions): Promise<void> {
  const waitMs = 1000 + 1000 * (options.random ?? Math.random)();
  options.onRetry?.(broken ?? new Error('The server is overloaded.'), waitMs);
  await pause(waitMs, options.signal);
}
