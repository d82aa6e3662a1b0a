import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoOptions } from './demo-options.ts';
import { openTempo, type Tempo } from './tempo.ts';

function tempoWith(args: readonly string[], left: number): Tempo {
  const read = demoOptions(args);
  assert.ok(read.ok);
  return openTempo(read.options, left);
}

test('five thousand queries at 40 a minute are lapsed into two and a half minutes', () => {
  assert.equal(tempoWith([], 5000).speed(), 50);
});

test('what is left of an opening comes faster than life, but never slower than the visitor wished', () => {
  assert.equal(tempoWith([], 200).speed(), 2);
  assert.equal(tempoWith(['--speed', '60'], 200).speed(), 60);
});

test('after the opening the visitor sets the tempo', () => {
  const tempo = tempoWith(['--speed', '3'], 5000);
  tempo.settle();
  assert.equal(tempo.speed(), 3);
  assert.equal(tempoWith([], 0).speed(), 1);
});

test('judgements that are asked for wait until they are given; more than asked are no debt', () => {
  const tempo = tempoWith([], 100);
  tempo.asked(2);
  tempo.asked(1);
  tempo.judged();
  assert.equal(tempo.waiting(), 2);
  for (let judged = 0; judged < 5; judged += 1) tempo.judged();
  tempo.asked(1);
  assert.equal(tempo.waiting(), 1);
});
