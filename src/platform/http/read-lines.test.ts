import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Line, type LineLimits, readLines } from './read-lines.ts';

const usual: LineLimits = { lineBytes: 20, groupSize: 3, groupBytes: 1000, lingerMs: 5 };

async function groupsOf(chunks: (string | Buffer)[], limits = usual): Promise<string[][]> {
  const groups: string[][] = [];
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const group of readLines(stream, limits)) groups.push(group.map(shown));
  return groups;
}

function shown(line: Line): string {
  return 'tooLong' in line ? `${line.number}!` : `${line.number}:${line.bytes}`;
}

test('lines come in groups, numbered from 1, whatever the chunks', async () => {
  const expected = [['1:a', '2:bb', '3:ccc'], ['4:d']];
  assert.deepEqual(await groupsOf(['a\nbb\nccc\nd\n']), expected);
  assert.deepEqual(await groupsOf([...'a\nbb\nccc\nd\n']), expected);
  assert.deepEqual(await groupsOf(['a\nbb\nccc\nd']), expected, 'without a last newline');
});

test('a group is full in bytes too, and one line always passes', async () => {
  const limits = { ...usual, groupBytes: 10 };
  const expected = [['1:aaaa', '2:bbbbbb'], ['3:xxxxxxxxxxxxxxx'], ['4:c', '5:d', '6:e'], ['7:f']];
  const text = 'aaaa\nbbbbbb\nxxxxxxxxxxxxxxx\nc\nd\ne\nf';
  assert.deepEqual(await groupsOf([text], limits), expected);
  assert.deepEqual(await groupsOf([...text], limits), expected);
  assert.deepEqual(await groupsOf([`${'x'.repeat(21)}\n`.repeat(3)], limits), [['1!', '2!', '3!']]);
});

test('blank lines are passed over and counted', async () => {
  assert.deepEqual(await groupsOf(['a\r\n\n  \t\r\nb\n\n']), [['1:a\r', '4:b']]);
});

test('a line beyond the limit is reported and the next one is read', async () => {
  const long = 'x'.repeat(21);
  assert.deepEqual(await groupsOf([`a\n${long}\nb\n`]), [['1:a', '2!', '3:b']]);
  assert.deepEqual(await groupsOf([...`${long}\nb\n`]), [['1!', '2:b']]);
  assert.deepEqual(await groupsOf(['x'.repeat(15), 'x'.repeat(15)]), [['1!']]);
  assert.deepEqual(
    await groupsOf([`${'x'.repeat(20)}\n`]),
    [[`1:${'x'.repeat(20)}`]],
    'the limit itself fits',
  );
});

test('nothing gives no group', async () => {
  assert.deepEqual(await groupsOf([]), []);
  assert.deepEqual(await groupsOf(['\n\n']), []);
});

test('a character cut by the chunks is whole again', async () => {
  const bytes = Buffer.from('ü\n');
  assert.deepEqual(await groupsOf([bytes.subarray(0, 1), bytes.subarray(1)]), [['1:ü']]);
});

test('a line of a slow caller does not wait for the group to fill', async () => {
  const stream = new PassThrough();
  const groups = readLines(stream, usual);
  stream.write('a\nhalf');
  assert.deepEqual((await groups.next()).value?.map(shown), ['1:a']);
  stream.write(' line\n');
  assert.deepEqual((await groups.next()).value?.map(shown), ['2:half line']);
  stream.end();
  assert.equal((await groups.next()).done, true);
});

test('a broken stream is thrown, also after a pause, and leaving the loop ends the stream', async () => {
  const broken = new PassThrough();
  broken.write('a\n');
  const groups = readLines(broken, usual);
  await groups.next();
  broken.destroy(new Error('hung up'));
  await assert.rejects(groups.next(), /hung up/);
  const left = new PassThrough();
  left.write('a\n');
  for await (const _ of readLines(left, usual)) break;
  await sleep(1);
  assert.equal(left.destroyed, true);
});
