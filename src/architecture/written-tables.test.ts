import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFile } from './read-file.ts';
import { isSql, writesOf } from './written-tables.ts';

function writes(text: string): string[] {
  return writesOf(readFile('src/x.ts', text)).map(({ table, line }) => `${line} ${table}`);
}

test('inserts, updates, deletes and truncates are found in templates and strings, with their line', () => {
  const found = writes(`const a = sql\`with x as (
  insert into decision (a) values (\${b}))
  update only task as waiting set a = 1\`;
const b = 'delete from lease where true';
const c = 'truncate verdict';
const d = 'merge into draft using x';
`);
  assert.deepEqual(found.sort(), ['2 decision', '3 task', '4 lease', '5 verdict', '6 draft']);
});

test('the query builder writes too', () => {
  assert.deepEqual(writes(`builder.insertInto('person').values(x); db.selectFrom('task');`), ['1 person']);
});

test('locks, conflicts and prose are no writes', () => {
  const found = writes(`const a = 'select 1 from task for update of task';
const b = 'insert into person (a) values (1) on conflict (a) do update set a = 2';
const c = 'Update person details in the console.';
const d = 'select 1 from task for no key update skip locked';
`);
  assert.deepEqual(found, ['2 person']);
});

test('a statement is told from a sentence', () => {
  assert.equal(isSql(' select name from person'), true);
  assert.equal(isSql('select 1'), true);
  assert.equal(isSql('with due as (select 1) select 2'), true);
  assert.equal(isSql('Select a use case to begin'), false);
  assert.equal(isSql('with care'), false);
});
