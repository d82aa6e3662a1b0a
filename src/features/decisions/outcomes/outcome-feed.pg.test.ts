import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../../db/database.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { type Follower, openOutcomeFeed } from './outcome-feed.ts';
import { lastPlace } from './settled-after.ts';

const stage = await openStage();
const { submit, judge, bringNews } = await openStageWork(stage);

/** The database of the stage, counting looks; it can be made to fail as one that is away does. */
function watchedDb() {
  const watch = { looks: 0, away: false };
  const rows: Db['rows'] = (query) => {
    watch.looks += 1;
    if (watch.away) return Promise.reject(new Error('away'));
    return stage.db.rows(query);
  };
  return { watch, db: { ...stage.db, rows } };
}

function follower(place: number, useCaseId: string | null = null) {
  const stop = new AbortController();
  const seen: string[] = [];
  const places: number[] = [];
  const given: Follower = {
    useCaseId,
    place,
    gone: stop.signal,
    send(outcome, position) {
      seen.push(outcome.decisionId);
      places.push(position);
    },
  };
  return { given, seen, places, stop };
}

async function settle(): Promise<string> {
  const { decisionId, taskId } = await submit({ confidence: 0.1 });
  await judge(taskId, { kind: 'approve' });
  await bringNews();
  return decisionId;
}

async function until(reached: () => boolean): Promise<void> {
  for (const endMs = performance.now() + 5000; !reached(); await sleep(20)) {
    assert.ok(performance.now() < endMs, 'it never came');
  }
}

test('a hundred readers cost as many looks as one', async () => {
  const { watch, db } = watchedDb();
  const feed = openOutcomeFeed({ db, log: stage.deps.log });
  const place = await lastPlace(stage.db);
  const readers = Array.from({ length: 100 }, () => follower(place));
  await Promise.all(readers.map(({ given }) => feed.follow(given)));
  watch.looks = 0;
  const decisionId = await settle();
  await until(() => readers.every(({ seen }) => seen.length === 1));
  assert.ok(watch.looks < 50, `${watch.looks} looks for a hundred readers`);
  for (const { seen, stop } of readers) {
    assert.deepEqual(seen, [decisionId]);
    stop.abort();
  }
  await sleep(600);
  watch.looks = 0;
  await sleep(600);
  assert.equal(watch.looks, 0, 'nobody follows, so nobody looks');
});

test('a database that is away for a moment costs a reader nothing', async () => {
  const { watch, db } = watchedDb();
  const feed = openOutcomeFeed({ db, log: stage.deps.log });
  const place = await lastPlace(stage.db);
  const there = follower(place);
  await feed.follow(there.given);
  watch.away = true;
  const comes = follower(place);
  const joined = feed.follow(comes.given);
  const settled = [await settle(), await settle()];
  await sleep(600);
  assert.deepEqual([there.seen, comes.seen], [[], []]);
  watch.away = false;
  await joined;
  await until(() => there.seen.length === 2 && comes.seen.length === 2);
  assert.deepEqual([there.seen, comes.seen], [settled, settled]);
  assert.deepEqual(there.places, comes.places);
  there.stop.abort();
  comes.stop.abort();
});

test('who follows one use case hears nothing of others, and who is gone hears nothing at all', async () => {
  const feed = openOutcomeFeed({ db: stage.db, log: stage.deps.log });
  const place = await lastPlace(stage.db);
  const [mine, others, gone] = [
    follower(place, stage.useCaseId),
    follower(place, '0198c1f2-6b1c-7000-8000-000000000000'),
    follower(place),
  ];
  for (const { given } of [mine, others, gone]) await feed.follow(given);
  gone.stop.abort();
  const decisionId = await settle();
  await until(() => mine.seen.length === 1);
  assert.deepEqual([mine.seen, others.seen, gone.seen], [[decisionId], [], []]);
  mine.stop.abort();
  others.stop.abort();
});
