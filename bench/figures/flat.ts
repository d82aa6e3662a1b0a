import { type Database, openDatabase } from '../../src/db/database.ts';
import type { Bench } from '../figure.ts';
import { figureOf, ratios } from '../figure.ts';
import { singleRate } from '../load/single-rate.ts';
import { startSteerhouse } from '../servers/start-server.ts';

const stored = 10_000_000;
const perStatement = 1_000_000;

/** Whether ingest gets slower as decisions pile up: a database with ten million of them against an empty one. */
export const flat: Bench = {
  name: 'flat',
  about: `Single decisions with ${stored / 1e6} M decisions stored (today's partition, with their indexes) against empty, alternating.`,
  async run({ rounds, seconds, tell }) {
    const full = await startSteerhouse();
    const empty = await startSteerhouse();
    const db = openDatabase({ url: full.postgresUrl, connections: 2 });
    try {
      await fill(db, tell);
      const rate = (server: typeof full) => singleRate(server, seconds);
      await rate(full);
      await rate(empty);
      const fulls: number[] = [];
      const empties: number[] = [];
      for (let round = 0; round < rounds; round++) {
        fulls.push(await rate(full));
        empties.push(await rate(empty));
        tell(
          `round ${round + 1}: full ${Math.round(fulls.at(-1) ?? 0)}/s, empty ${Math.round(empties.at(-1) ?? 0)}/s`,
        );
      }
      return [
        figureOf('flat', ratios(fulls, empties), {
          unit: 'of the rate when empty',
          goal: '>= 0.9',
          baseline: empties,
          note: 'Rows and indexes of 10 M decisions; their payload blocks and ledger entries, which are only appended to, are left out.',
        }),
      ];
    } finally {
      await db.close();
      await full.stop();
      await empty.stop();
    }
  },
};

async function fill(db: Database, tell: (sentence: string) => void): Promise<void> {
  for (let filled = 0; filled < stored; filled += perStatement) {
    await db.run({ text: fillText, values: [perStatement] });
    tell(`filled ${filled + perStatement} of ${stored} decisions`);
  }
  await db.run({ text: 'vacuum analyze decision', values: [] });
  await db.run({ text: 'checkpoint', values: [] }).catch(() => undefined);
}

// A released decision each, spread over today so far.
const fillText = `
insert into decision (decision_id, use_case_id, model_version_id, policy_version_id, route, rule_index, state,
  predicted_class, confidence, stratum, inclusion_probability, audited, metadata, recorded_at, commit_id, entry_index)
select uuidv7(least(interval '0', date_trunc('day', now()) - now() + random() * (now() - date_trunc('day', now())))),
  use_case_id, model_version_id, policy_version_id, 'release', 9, 'released', 'card', 0.86 + random() * 0.13, 'rest',
  0.05, false, '{"tier": "standard", "amount": 120, "channel": "app", "country": "DE"}', now(),
  '00000000-0000-7000-8000-000000000000', (n % 256)::smallint
from generate_series(1, $1::integer) as n
cross join (select use_case_id, model_version_id, policy_version_id from use_case
  join model_version using (use_case_id) join policy_version using (use_case_id) limit 1) as place`;
