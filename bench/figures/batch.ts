import { randomBytes } from 'node:crypto';
import { encodePayloadBlock } from '../../src/core/decisions/payload-block.ts';
import { openDatabase } from '../../src/db/database.ts';
import {
  type RecordBatch,
  recordStatement,
} from '../../src/features/decisions/recording/record-statement.ts';
import type { RoutedDecision } from '../../src/features/decisions/routing/route-decision.ts';
import { uuidv7 } from '../../src/platform/uuidv7.ts';
import type { Bench } from '../figure.ts';
import { figureOf, ratios } from '../figure.ts';
import { type LoadDecision, loadDecisions } from '../load/decisions.ts';
import { lineRequests, linesFrom, linesPerRequest } from '../load/requests.ts';
import { refuseFailures, runLoad } from '../load/run-load.ts';
import { startSteerhouse } from '../servers/start-server.ts';

const connections = 4;

/** NDJSON batches, against inserting the same bytes straight into the same tables. */
export const ingestBatch: Bench = {
  name: 'ingest-batch',
  about:
    'NDJSON, 500 lines a request, 4 connections; against the same rows inserted without HTTP, checks or ledger.',
  async run({ rounds, seconds, tell }) {
    const server = await startSteerhouse();
    try {
      const decisions = loadDecisions(server.useCase, server.model);
      const requests = lineRequests(decisions, server.apiKey);
      const overHttp = async () => {
        const plan = {
          host: '127.0.0.1',
          port: server.port,
          connections,
          seconds,
          warmUpSeconds: 1,
          requests,
        };
        const result = await runLoad({ ...plan, chunked: true });
        refuseFailures(result);
        return result.perSecond * linesPerRequest;
      };
      await refuseRefusals(server, linesFrom(decisions, 0));
      await overHttp();
      const rates: number[] = [];
      const straight: number[] = [];
      for (let round = 0; round < rounds; round++) {
        rates.push(await overHttp());
        straight.push(await insertStraight(server.postgresUrl, decisions, seconds));
        tell(
          `round ${round + 1}: ${Math.round(rates.at(-1) ?? 0)}/s, straight ${Math.round(straight.at(-1) ?? 0)}/s`,
        );
      }
      return [
        figureOf('ingest.batch', rates, { unit: 'decisions/s', goal: '>= 40000', baseline: straight }),
        figureOf('ingest.batch.ratio', ratios(rates, straight), {
          unit: 'of inserting straight',
          goal: '>= 0.6',
        }),
      ];
    } finally {
      await server.stop();
    }
  },
};

/** The generator does not read answers; one request is read in full, so that refusals are not counted as decisions. */
async function refuseRefusals(
  { port, apiKey }: { port: number; apiKey: string },
  body: string,
): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/decisions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/x-ndjson' },
    body,
  });
  const lines = (await response.text()).trimEnd().split('\n');
  const refused = lines.filter((line) => !line.includes('"decision":{'));
  if (lines.length !== linesPerRequest || refused.length > 0)
    throw new Error(`lines were refused: ${refused[0]}`);
}

/** Rows made beforehand, two connections, one statement of 500 decisions each; what the database itself can take. */
async function insertStraight(
  url: string,
  decisions: readonly LoadDecision[],
  seconds: number,
): Promise<number> {
  const db = openDatabase({ url, connections: 2 });
  const rows = Array.from({ length: linesPerRequest }, (_, i) => rowOf(decisions[i % decisions.length]!)); // never empty
  const { epoch } = (await db.row<{ epoch: number }>({
    text: 'select epoch from routing_epoch',
    values: [],
  })) ?? { epoch: 0 };
  const payloadBlock = encodePayloadBlock(rows.map((row) => payloadOf(row)));
  const endMs = performance.now() + seconds * 1000;
  let inserted = 0;
  const insert = async () => {
    while (performance.now() < endMs) {
      await db.row(
        recordStatement({
          epoch,
          commitId: uuidv7(Date.now()),
          at: new Date(),
          decisions: withIds(rows),
          payloadBlock,
          entries: null,
        }),
      );
      inserted += linesPerRequest;
    }
  };
  await Promise.all([insert(), insert()]);
  await db.close();
  return inserted / seconds;
}

type Row = RecordBatch['decisions'][number];

function rowOf(decision: LoadDecision): Row {
  const held = decision.confidence < 0.85;
  const id = '01a2047b-1234-7000-8000-000000000000';
  return {
    submission: {
      decision,
      decisionId: id,
      input: Buffer.from(JSON.stringify(decision.input)),
      output: Buffer.from(JSON.stringify(decision.output)),
      actor: { kind: 'anonymous' },
    },
    useCaseId: id,
    modelVersionId: id,
    policyVersionId: id,
    evaluation: { route: { kind: held ? 'hold' : 'release' }, ruleIndex: 9, failure: null },
    draw: { stratum: 'rest', audited: false, inclusionProbability: held ? 1 : 0 },
    state: held ? 'held' : 'released',
    task: held
      ? {
          taskId: id,
          decisionId: id,
          useCaseId: id,
          purpose: 'approval',
          tier: 1,
          openedAtMs: Date.now(),
          dueAtMs: Date.now(),
        }
      : null,
    timeOutAtMs: null,
  } as unknown as RoutedDecision; // only what the statement reads
}

function payloadOf({ submission }: Row) {
  return {
    inputSalt: randomBytes(32),
    outputSalt: randomBytes(32),
    input: submission.input,
    output: submission.output,
    more: Buffer.from('{}'),
  };
}

function withIds(rows: readonly Row[]): Row[] {
  const now = Date.now();
  return rows.map((row) => {
    const decisionId = uuidv7(now);
    return {
      ...row,
      submission: { ...row.submission, decisionId },
      task: row.task ? { ...row.task, decisionId, taskId: uuidv7(now) } : null,
    };
  });
}
