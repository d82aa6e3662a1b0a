import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killRounds } from '../../bench/figures/kill.ts';

const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);

test('a server killed under load at any moment keeps every promise it made', async (t) => {
  const figures = await killRounds({ rounds: 10, seed, tell: (line) => t.diagnostic(line) });
  t.diagnostic(JSON.stringify(figures));
  assert.deepEqual(figures.findings, [], `seed ${seed}`);
  assert.ok(figures.answered > 500, `only ${figures.answered} decisions were answered`);
  assert.ok(figures.verdictsAnswered > 10, `only ${figures.verdictsAnswered} verdicts were answered`);
});
