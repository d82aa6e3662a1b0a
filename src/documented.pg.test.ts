// What operators read in docs/operator.md is what the product has.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openIngest } from './features/decisions/recording/ingest.ts';
import { openLog } from './features/ledger/open-log.ts';
import { settings } from './platform/config.ts';
import { openMetrics } from './platform/metrics.ts';
import { registerGauges } from './start/register-gauges.ts';
import { testDatabase } from './testing/database.ts';
import { ledgerDeps } from './testing/ledger.ts';

const guide = readFileSync(new URL('../docs/operator.md', import.meta.url), 'utf8');
const rows = guide.split('\n').filter((line) => line.startsWith('| `'));

function named(shape: RegExp): string[] {
  const names = rows.flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(shape)].map(([, name]) => name ?? ''),
  );
  return [...new Set(names)].sort();
}

test('every setting stands in the guide, and no other', () => {
  const names = settings.map(({ name }) => name);
  assert.deepEqual(named(/`((?:STEERHOUSE|DATABASE)_[A-Z_]+)`/g), names.sort());
});

test('every metric stands in the guide, and no other', async () => {
  const deps = ledgerDeps(await testDatabase());
  await openLog(deps);
  const metrics = openMetrics();
  registerGauges(metrics, deps, openIngest(deps));
  const page = await metrics.page();
  const names = [...page.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name ?? '');
  // Per reaction and per queue: on a quiet database there are none.
  const perThing = ['steerhouse_ledger_reaction_behind', 'steerhouse_ledger_reaction_failures'];
  const perQueue = ['steerhouse_open_tasks', 'steerhouse_open_tasks_oldest_seconds'];
  assert.deepEqual(
    named(/`((?:steerhouse|process)_[a-z0-9_]+)(?:\{[a-z_, ]+\})?`/g),
    [...new Set([...names, ...perThing, ...perQueue])].sort(),
  );
});
