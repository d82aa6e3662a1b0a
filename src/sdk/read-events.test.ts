import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEvents } from './read-events.ts';

function streamOf(...pieces: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(control) {
      for (const piece of pieces) control.enqueue(new TextEncoder().encode(piece));
      control.close();
    },
  });
}

async function eventsOf(...pieces: string[]) {
  const events = [];
  for await (const event of readEvents(streamOf(...pieces))) events.push(event);
  return events;
}

test('an event cut anywhere is put together again', async () => {
  const whole = 'id: 7\r\nevent: outcome\r\ndata: {"a":1}\r\n\r\n';
  for (let cut = 0; cut < whole.length; cut++) {
    assert.deepEqual(await eventsOf(whole.slice(0, cut), whole.slice(cut)), [
      { id: '7', name: 'outcome', data: '{"a":1}' },
    ]);
  }
});

test('comments are no events, several data lines are one text, the id stays until the next', async () => {
  assert.deepEqual(
    await eventsOf(': hello\n\nid: 1\ndata: a\ndata: b\n\n', 'data:c\n\n', 'data: never ended'),
    [
      { id: '1', name: 'message', data: 'a\nb' },
      { id: '1', name: 'message', data: 'c' },
    ],
  );
});
