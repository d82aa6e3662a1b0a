import { encodePayloadBlock } from '../../src/core/decisions/payload-block.ts';
import { openDatabase } from '../../src/db/database.ts';
import { sql } from '../../src/db/sql.ts';
import type { Bench } from '../figure.ts';
import { figureOf } from '../figure.ts';
import { postRequest, runLoad } from '../load/run-load.ts';
import { startSteerhouse } from '../servers/start-server.ts';

const openTasks = 100_000;
const claimsPerSecond = 200;
const reviewers = 40;

/** Claim next over HTTP with a long queue. */
export const claim: Bench = {
  name: 'claim',
  about: `Claim next over HTTP with ${openTasks} open tasks at ${claimsPerSecond} claims/s by ${reviewers} reviewers; each claim is given back before the next.`,
  async run({ rounds, seconds, tell }) {
    const server = await startSteerhouse({ reviewers });
    const db = openDatabase({ url: server.postgresUrl, connections: 2 });
    try {
      await db.run({ text: fillText, values: [openTasks, payloadBlock()] });
      await db.run({ text: 'vacuum analyze task, slot, decision', values: [] });
      const requests = server.reviewers.map(({ cookie, csrfToken }) =>
        postRequest('/v1/tasks/claim-next', '{}', {
          cookie,
          'x-csrf-token': csrfToken,
          origin: `http://127.0.0.1:${server.port}`,
        }),
      );
      const p99s: number[] = [];
      const p50s: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        await db.run(sql`delete from lease`);
        const giveBack = setInterval(() => void db.run(sql`delete from lease`).catch(() => undefined), 50);
        const result = await runLoad({
          host: '127.0.0.1',
          port: server.port,
          connections: 16,
          seconds,
          warmUpSeconds: 1,
          requests,
          perSecond: claimsPerSecond,
        });
        clearInterval(giveBack);
        const failed = Object.entries(result.statuses).filter(([status]) => status !== '200');
        if (failed.length > 0) throw new Error(`claims failed: ${JSON.stringify(result.statuses)}`);
        tell(
          `round ${round}: p50 ${result.p50Ms.toFixed(2)} ms, p99 ${result.p99Ms.toFixed(2)} ms at ${Math.round(result.perSecond)}/s`,
        );
        if (round === 0) continue;
        p99s.push(result.p99Ms);
        p50s.push(result.p50Ms);
      }
      return [
        figureOf('claim', p99s, { unit: 'ms p99', goal: '<= 20' }),
        figureOf('claim.p50', p50s, { unit: 'ms p50' }),
      ];
    } finally {
      await db.close();
      await server.stop();
    }
  },
};

/** All tasks share one payload; how it is read does not depend on how many there are. */
function payloadBlock(): Uint8Array {
  const salt = new Uint8Array(32);
  const text = (value: unknown) => Buffer.from(JSON.stringify(value));
  return encodePayloadBlock([
    {
      inputSalt: salt,
      outputSalt: salt,
      input: text('Where is my card?'),
      output: text('card'),
      more: text({}),
    },
  ]);
}

// Tasks of the one use case there is, a second apart, with their slots and decisions.
const fillText = `
with made as materialized (
  select n, uuidv7(make_interval(secs => -n / 1000.0)) as decision_id, uuidv7(make_interval(secs => -n / 1000.0)) as task_id
  from generate_series(1, $1::integer) as n),
place as (select use_case_id, model_version_id, policy_version_id from use_case
  join model_version using (use_case_id) join policy_version using (use_case_id) limit 1),
decisions as (
  insert into decision (decision_id, use_case_id, model_version_id, policy_version_id, route, state, predicted_class,
    confidence, stratum, inclusion_probability, audited, metadata, task_id, recorded_at, commit_id, entry_index)
  select decision_id, use_case_id, model_version_id, policy_version_id, 'hold', 'held', 'card', 0.5, 'rest', 1, false,
    '{}', task_id, now(), '00000000-0000-7000-8000-000000000000', 0
  from made cross join place),
payload as (
  insert into payload_block (commit_id, decision_count, body)
  values ('00000000-0000-7000-8000-000000000000', 1, $2::bytea)),
tasks as (
  insert into task (task_id, decision_id, use_case_id, purpose, state, tier, opened_at, due_at)
  select task_id, decision_id, use_case_id, 'approval', 'open', 1, now(), now() + make_interval(secs => n / 100.0)
  from made cross join place)
insert into slot (task_id, slot_number, tier, state) select task_id, 1, 1, 'open' from made`;
