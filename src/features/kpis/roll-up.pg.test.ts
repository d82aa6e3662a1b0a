import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quantileMs } from '../../core/kpis/log-histogram.ts';
import type { Entry } from '../../core/ledger/entry.ts';
import type { EntryKind } from '../../core/ledger/kinds.ts';
import { uuidv7 } from '../../platform/uuidv7.ts';
import { testDatabase } from '../../testing/database.ts';
import { backlogOf, countsIn, durationsIn } from './queries.ts';
import { rollUp } from './roll-up.ts';

const db = await testDatabase();
const startMs = Date.UTC(2026, 0, 5, 9);
const [useCase, other] = [uuidv7(startMs), uuidv7(startMs)];
const all = { useCaseId: null, fromMs: startMs, beforeMs: startMs + 3_600_000 };

function entry(kind: EntryKind, minute: number, facts: Entry['facts'], about = useCase) {
  const made: Entry = {
    kind,
    actor: { kind: 'service', pseudonym: 'p' },
    about: { useCase: about, decision: uuidv7(startMs) },
    facts,
    commitments: {},
    entryId: 'c.0',
    commitId: 'c',
    index: 0,
    at: new Date(startMs + minute * 60_000 + 1234).toISOString(),
  };
  return { position: 0, entry: made };
}

function held(minute: number, about = useCase) {
  const facts = { route: 'hold', stratum: 'rest', audited: false, purpose: 'approval' };
  return entry('decision.recorded', minute, facts, about);
}

function approved(minute: number, secondsToHuman: number) {
  return entry('task.resolved', minute, { purpose: 'approval', resolution: 'approve', secondsToHuman });
}

await db.atomically((tx) => rollUp(tx, [held(0), held(0), held(1, other)]));
await db.atomically((tx) => rollUp(tx, [held(0), approved(2, 30), approved(2, 90)]));

async function decisions(window: Parameters<typeof countsIn>[1]): Promise<number> {
  const counts = await countsIn(db, window);
  return counts.filter(({ measure }) => measure === 'decisions').reduce((sum, { total }) => sum + total, 0);
}

test('batches add up, over all use cases or one', async () => {
  assert.equal(await decisions(all), 4);
  assert.equal(await decisions({ ...all, useCaseId: useCase }), 3);
  assert.equal(await decisions({ ...all, useCaseId: other }), 1);
});

test('a window is half open: its first minute counts, its last does not', async () => {
  assert.equal(await decisions({ ...all, beforeMs: startMs }), 0);
  assert.equal(await decisions({ ...all, beforeMs: startMs + 60_000 }), 3);
  assert.equal(await decisions({ ...all, fromMs: startMs + 60_000 }), 1);
});

test('the backlog is what was opened and has not ended, from running totals', async () => {
  assert.equal(await backlogOf(db, null), 2);
  assert.equal(await backlogOf(db, useCase), 1);
  assert.equal(await backlogOf(db, uuidv7(startMs)), 0);
});

test('durations come back as a histogram whose quantiles are near the truth', async () => {
  const times = await durationsIn(db, all, 'time-to-human');
  const median = quantileMs(times, 0.5) ?? 0;
  assert.ok(Math.abs(median - 30_000) < 3000, `${median} ms`);
  const highest = quantileMs(times, 1) ?? 0;
  assert.ok(Math.abs(highest - 90_000) < 9000, `${highest} ms`);
  assert.equal((await durationsIn(db, { ...all, useCaseId: other }, 'time-to-human')).size, 0);
});

test('a roll-up that fails adds nothing', async () => {
  const before = await decisions(all);
  const work = db.atomically(async (tx) => {
    await rollUp(tx, [held(5)]);
    throw new Error('the effect failed');
  });
  await assert.rejects(work, /the effect failed/);
  assert.equal(await decisions(all), before);
});
